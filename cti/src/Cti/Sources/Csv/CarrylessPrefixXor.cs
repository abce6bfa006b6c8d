using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Cti.Sources.Csv;

/// <summary>By one carry-less multiplication with all ones; only where <see cref="Pclmulqdq.IsSupported"/>.</summary>
internal readonly struct CarrylessPrefixXor : IPrefixXor
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Of(ulong bits) =>
        Pclmulqdq.CarrylessMultiply(Vector128.CreateScalar(bits), Vector128<ulong>.AllBitsSet, 0).ToScalar();
}
