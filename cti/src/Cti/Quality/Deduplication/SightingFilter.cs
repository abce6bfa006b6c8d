using System.Runtime.CompilerServices;

namespace Cti.Quality.Deduplication;

/// <summary>A Bloom filter over the keys in the spill files: most new keys need no look into a file.</summary>
/// <remarks>One cache line a key, eight bits in it. The fuller it gets, the more keys are looked up for nothing; no answer gets wrong.</remarks>
internal sealed class SightingFilter
{
    private const int LineWords = 8;
    private readonly ulong[] _words;
    private readonly ulong _lines;

    /// <summary>A filter of about so many bytes.</summary>
    public SightingFilter(long bytes)
    {
        _lines = (ulong)Math.Clamp(bytes / (LineWords * sizeof(ulong)), 1024, int.MaxValue / LineWords);
        _words = new ulong[_lines * LineWords];
    }

    /// <summary>Notes a key's order.</summary>
    public void Add(ulong order)
    {
        Span<ulong> line = Line(order, out ulong bits);
        for (int word = 0; word < LineWords; word++, bits >>= 6)
            line[word] |= 1UL << (int)(bits & 63);
    }

    /// <summary>False where the key was surely never added.</summary>
    public bool MayHold(ulong order)
    {
        Span<ulong> line = Line(order, out ulong bits);
        ulong missing = 0;
        for (int word = 0; word < LineWords; word++, bits >>= 6)
            missing |= ~line[word] & (1UL << (int)(bits & 63));
        return missing == 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Span<ulong> Line(ulong order, out ulong bits)
    {
        // The line comes from the high bits, the bits within it from a product that mixes all of them.
        bits = (order * 0xD6E8FEB86659FD93) ^ (order >> 29);
        int line = (int)Math.BigMul(order, _lines, out _);
        return _words.AsSpan(line * LineWords, LineWords);
    }
}
