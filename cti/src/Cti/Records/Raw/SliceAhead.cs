using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Cti.Records.Raw;

/// <summary>Brings the raw bytes of a field into the cache some rows ahead of its turn: a block is larger than the cache, and a column takes a few bytes of every record.</summary>
public static class SliceAhead
{
    private const int Rows = 12;

    /// <summary>To be called at each row of a column, in order. A hint only.</summary>
    /// <param name="buffer">The block's bytes.</param>
    /// <param name="slices">The column's places in them.</param>
    /// <param name="row">The row whose turn it is.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Fetch(byte[] buffer, ReadOnlySpan<FieldSlice> slices, int row)
    {
        if (Sse.IsSupported && row + Rows < slices.Length)
            Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(buffer), slices[row + Rows].Start)));
    }
}
