namespace Cti.Generator.Randomness;

/// <summary>
/// Earlier rows that later ones may repeat, in bounded memory: a ring of recent ones (repeats that stand close together) and a
/// uniform sample of all (repeats that stand far apart, across any block, page or spill boundary of the program under test).
/// </summary>
/// <typeparam name="T">What is remembered of a row.</typeparam>
public sealed class Reservoir<T>
    where T : class
{
    private readonly T[] _recent;
    private readonly T[] _sample;
    private readonly Xoshiro256 _random;
    private long _recentCount;
    private long _seen;

    /// <summary>An empty reservoir of so many recent and so many sampled entries.</summary>
    public Reservoir(Xoshiro256 random, int recent = 4096, int sample = 65536)
    {
        _random = random;
        _recent = new T[recent];
        _sample = new T[sample];
    }

    /// <summary>Whether nothing can be picked yet.</summary>
    public bool IsEmpty => _recentCount == 0;

    /// <summary>Offers a new row; <paramref name="create"/> is called only if it is kept, since most rows are not.</summary>
    /// <param name="state">Passed to <paramref name="create"/>.</param>
    /// <param name="create">Makes the entry.</param>
    public void Offer<TState>(in TState state, Func<TState, T> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        _seen++;
        long slot = _seen <= _sample.Length ? _seen - 1 : _random.NextBelow(_seen);
        bool isRecent = _recentCount == 0 || _random.NextBelow(4) == 0;
        if (slot >= _sample.Length && !isRecent) return;
        T entry = create(state);
        if (slot < _sample.Length) _sample[slot] = entry;
        if (isRecent) _recent[_recentCount++ % _recent.Length] = entry;
    }

    /// <summary>An earlier entry, recent or from anywhere before. The reservoir must not be empty.</summary>
    public T Pick() => _random.NextBelow(2) == 0
        ? _recent[_random.NextBelow(Math.Min(_recentCount, _recent.Length))]
        : _sample[_random.NextBelow(Math.Min(_seen, _sample.Length))];
}
