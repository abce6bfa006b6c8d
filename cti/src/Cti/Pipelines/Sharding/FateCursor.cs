namespace Cti.Pipelines.Sharding;

/// <summary>Goes through fates in order, each taken once, by whoever comes to its place.</summary>
/// <param name="fates">The fates, in order of their places.</param>
/// <param name="placeOf">A fate's place.</param>
internal sealed class FateCursor<T>(IEnumerator<T> fates, Func<T, ulong> placeOf)
{
    private bool _any = fates.MoveNext();

    /// <summary>Whether the next fate lies before a place.</summary>
    public bool IsBefore(ulong end) => _any && placeOf(fates.Current) < end;

    /// <summary>Takes the next fate, if it lies before a place.</summary>
    public bool TryTake(ulong end, out T fate)
    {
        fate = _any ? fates.Current : default!;
        if (!IsBefore(end))
            return false;
        _any = fates.MoveNext();
        return true;
    }
}
