using System.Runtime.Intrinsics.X86;
using Cti.Sources.Csv;

namespace Cti.Tests.Sources.Csv;

/// <summary>Every path of instructions: vectors wider than the processor has work too, only slower.</summary>
internal static class VectorPaths
{
    public static VectorPath[] All { get; } =
    [
        .. from bits in new[] { 128, 256, 512 }
           from multiply in new[] { false, true }
           where !multiply || Pclmulqdq.IsSupported
           select new VectorPath(bits, multiply),
    ];
}
