using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Cti.Parquet.Encodings;

/// <summary>Texts without NULLs as slices of a byte array: the loops over them that matter for speed.</summary>
/// <param name="Data">Holds the texts.</param>
/// <param name="Starts">Where each starts.</param>
/// <param name="Lengths">Bytes of each.</param>
/// <param name="Count">How many.</param>
internal readonly record struct TextColumn(byte[] Data, int[] Starts, int[] Lengths, int Count)
{
    /// <summary>Bytes that <see cref="WritePlain"/> may overwrite after the values.</summary>
    public const int Scratch = 64;

    /// <summary>One text.</summary>
    public ReadOnlySpan<byte> this[int index] => Data.AsSpan(Starts[index], Lengths[index]);

    /// <summary>Checks that every slice lies within the array, and finds the longest.</summary>
    /// <exception cref="ArgumentException">A slice does not.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int CheckedLongest()
    {
        int longest = 0;
        int outside = 0;
        long size = Data.Length;
        ReadOnlySpan<int> starts = Starts.AsSpan(0, Count);
        ReadOnlySpan<int> lengths = Lengths.AsSpan(0, Count);
        for (int i = 0; i < starts.Length; i++)
        {
            int start = starts[i];
            int length = lengths[i];
            longest = Math.Max(longest, length);

            // The sign of any of them tells: a start or length below 0, or an end past the array.
            outside |= start | length | (int)((size - start - length) >> 32);
        }

        if (outside < 0) throw new ArgumentException("A text value lies outside of its array.");
        return longest;
    }

    /// <summary>Bytes of all texts in PLAIN form.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public long PlainBytes()
    {
        long bytes = (long)Count * sizeof(int);
        foreach (int length in Lengths.AsSpan(0, Count)) bytes += length;
        return bytes;
    }

    /// <summary>How far a page of about <paramref name="pageBytes"/> reaches that starts at <paramref name="from"/>: at least one value.</summary>
    /// <returns>The value after its last, and the bytes of its values in PLAIN form.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public (int End, int Bytes) PageEnd(int from, int pageBytes)
    {
        ReadOnlySpan<int> lengths = Lengths.AsSpan(0, Count);
        long bytes = 0;
        int at = from;
        while (at < lengths.Length)
        {
            long with = bytes + sizeof(int) + lengths[at];
            if (with > pageBytes && at > from) break;
            bytes = with;
            at++;
        }

        return (at, checked((int)bytes));
    }

    /// <summary>Writes texts in PLAIN form: the length in 4 bytes, then the bytes.</summary>
    /// <param name="from">The first.</param>
    /// <param name="to">The one after the last.</param>
    /// <param name="target">Room for them and <see cref="Scratch"/> bytes more.</param>
    /// <param name="bytes">Their size, as <see cref="PageEnd"/> gave it.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public unsafe void WritePlain(int from, int to, Span<byte> target, int bytes)
    {
        if (target.Length < bytes + Scratch) throw new ArgumentException("Too little room for a page of text.", nameof(target));
        ReadOnlySpan<int> starts = Starts.AsSpan(0, to);
        ReadOnlySpan<int> lengths = Lengths.AsSpan(0, to);
        fixed (byte* data = &MemoryMarshal.GetArrayDataReference(Data))
        fixed (byte* first = &MemoryMarshal.GetReference(target))
        {
            byte* output = first;
            int lastWideStart = Data.Length - Scratch;
            for (int i = from; i < to; i++)
            {
                int length = lengths[i];
                int start = starts[i];
                byte* text = data + start;
                Unsafe.WriteUnaligned(output, length);
                output += sizeof(int);

                // Short texts are two wide moves without a look at their length; what they overwrite comes later anyway.
                if (length <= Scratch - 4 && start <= lastWideStart)
                {
                    Vector256.Store(Vector256.Load(text), output);
                    Vector256.Store(Vector256.Load(text + 32), output + 32);
                }
                else
                {
                    new ReadOnlySpan<byte>(text, length).CopyTo(new Span<byte>(output, length));
                }

                output += length;
            }
        }
    }

    /// <summary>Finds the least and the greatest of the texts from <paramref name="from"/> up to, not including, <paramref name="to"/>; at least one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public (int Min, int Max) Extremes(int from, int to)
    {
        int min = from;
        int max = from;
        ulong least = Prefix(from);
        ulong greatest = least;
        for (int i = from + 1; i < to; i++)
        {
            ulong prefix = Prefix(i);
            if (prefix <= least && (prefix < least || this[i].SequenceCompareTo(this[min]) < 0)) (min, least) = (i, prefix);
            if (prefix >= greatest && (prefix > greatest || this[i].SequenceCompareTo(this[max]) > 0)) (max, greatest) = (i, prefix);
        }

        return (min, max);
    }

    /// <summary>The first 8 bytes as a number that sorts like them; shorter texts as if zeros followed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong Prefix(int index)
    {
        int start = Starts[index];
        int length = Lengths[index];
        if (length >= 8) return Swap(Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(Data), start)));
        ulong prefix = 0;
        for (int i = 0; i < length; i++) prefix |= (ulong)Data[start + i] << (56 - (8 * i));
        return prefix;
    }

    private static ulong Swap(ulong value) => BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(value) : value;
}
