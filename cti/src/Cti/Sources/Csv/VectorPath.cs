using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Cti.Sources.Csv;

/// <summary>Which instructions the scans by masks use; all give the same answers.</summary>
/// <param name="VectorBits">512, 256 or 128.</param>
/// <param name="CarrylessMultiplication">True for one multiplication in place of six shifts.</param>
internal readonly record struct VectorPath(int VectorBits, bool CarrylessMultiplication)
{
    /// <summary>The fastest that this processor has.</summary>
    public static VectorPath Best => new(
        Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128,
        Pclmulqdq.IsSupported);
}
