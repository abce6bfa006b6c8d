using System.Numerics;

namespace Cti.Generator.Randomness;

/// <summary>
/// The xoshiro256** generator, seeded through SplitMix64. Our own, because the sequence must be the same on every machine and
/// with every version of .NET, which <see cref="Random"/> does not promise.
/// </summary>
public sealed class Xoshiro256
{
    private ulong _a;
    private ulong _b;
    private ulong _c;
    private ulong _d;

    /// <summary>Starts the sequence that belongs to a seed; any value is good.</summary>
    public Xoshiro256(ulong seed)
    {
        _a = SplitMix(ref seed);
        _b = SplitMix(ref seed);
        _c = SplitMix(ref seed);
        _d = SplitMix(ref seed);
    }

    /// <summary>The next 64 random bits.</summary>
    public ulong NextBits()
    {
        ulong result = BitOperations.RotateLeft(_b * 5, 7) * 9;
        ulong shifted = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= shifted;
        _d = BitOperations.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>A number from 0 to below <paramref name="limit"/> (from 1). The bias, below limit / 2^64, does not matter for test data.</summary>
    public long NextBelow(long limit) => (long)Math.BigMul(NextBits(), (ulong)limit, out _);

    /// <summary>As <see cref="NextBelow(long)"/>, for array indexes.</summary>
    public int NextBelow(int limit) => (int)NextBelow((long)limit);

    /// <summary>A number from 0 to below 2^53, to be compared with a <see cref="Threshold"/>.</summary>
    public long NextFraction() => (long)(NextBits() >> 11);

    /// <summary>Whether an event of this probability (0 to 1) happens.</summary>
    public bool Chance(double probability) => NextFraction() < Threshold(probability);

    /// <summary>A probability (0 to 1) on the scale of <see cref="NextFraction"/>.</summary>
    public static long Threshold(double probability) => (long)(Math.Clamp(probability, 0, 1) * (1L << 53));

    private static ulong SplitMix(ref ulong state)
    {
        ulong z = state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
