using Cti.ObjectStores;

namespace Cti.Pipelines.Incremental;

/// <summary>Every object version that was ever taken: the lists of recent claims, and partitions that they are merged into.</summary>
/// <param name="store">Where it is.</param>
/// <param name="layout">Its places.</param>
/// <param name="mostLists">So many committed lists are read one by one; past that they are merged.</param>
internal sealed class Ledger(IObjectStore store, StateLayout layout, int mostLists = Ledger.DefaultMostLists)
{
    /// <summary>Lists before a merge, by default.</summary>
    public const int DefaultMostLists = 64;

    private const int PartitionsAtOnce = 8;
    private const int MergeTries = 50;
    private readonly TakenObjects _lists = new(store);
    private readonly HeadStore _heads = new(store, layout.Head);

    /// <summary>The listed objects that no claim and no ledger has, in their order.</summary>
    /// <remarks>Lists before partitions: a list that a merge has just removed is in the partitions by then. Memory grows with what is
    /// listed, not with the ledger: lists and partitions are read as streams, partitions only where something listed belongs to them.</remarks>
    public async Task<IReadOnlyList<ObjectInfo>> NewAsync(IReadOnlyList<ObjectInfo> listed, StateHead head, CancellationToken cancellationToken)
    {
        HashSet<ObjectVersion> left = [.. listed.Select(ObjectVersion.Of)];
        foreach (string id in head.Active.Select(c => c.Id).Concat(head.Committed.Select(c => c.Id)))
        {
            if (left.Count == 0)
                break;
            await foreach (TakenObject taken in _lists.ReadAsync(layout.Claim(id), cancellationToken).ConfigureAwait(false))
                left.Remove(taken.Version);
        }

        string[] partitions = [.. left.Select(v => LedgerPartition.Of(v.Uri)).Distinct()];
        ParallelOptions atOnce = new() { MaxDegreeOfParallelism = PartitionsAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(partitions, atOnce, async (partition, token) =>
        {
            await foreach (TakenObject taken in _lists.ReadAsync(layout.Partition(partition), token).ConfigureAwait(false))
            {
                lock (left)
                    left.Remove(taken.Version);
            }
        }).ConfigureAwait(false);
        return [.. listed.Where(o => left.Contains(ObjectVersion.Of(o)))];
    }

    /// <summary>Merges committed lists into their partitions where there are too many of them.</summary>
    /// <remarks>Partitions first, each a union under its version, then the head, then the lists go: a crash anywhere loses nothing, and
    /// what is merged twice is there once.</remarks>
    public async Task CompactAsync(CancellationToken cancellationToken)
    {
        (StateHead head, _) = await _heads.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (head.Committed.Count <= mostLists)
            return;
        HashSet<string> merged = [.. head.Committed.Select(c => c.Id)];
        SortedDictionary<string, List<TakenObject>> byPartition = new(StringComparer.Ordinal);
        foreach (string id in merged)
        {
            await foreach (TakenObject taken in _lists.ReadAsync(layout.Claim(id), cancellationToken).ConfigureAwait(false))
            {
                string name = LedgerPartition.Of(taken.Uri);
                if (!byPartition.TryGetValue(name, out List<TakenObject>? added))
                    byPartition[name] = added = [];
                added.Add(taken);
            }
        }

        foreach ((string name, List<TakenObject> added) in byPartition)
            await MergeAsync(layout.Partition(name), added, cancellationToken).ConfigureAwait(false);
        await _heads.ChangeAsync(h => h with { Committed = [.. h.Committed.Where(c => !merged.Contains(c.Id))] }, cancellationToken).ConfigureAwait(false);
        foreach (string id in merged)
            await store.DeleteAsync(layout.Claim(id), cancellationToken).ConfigureAwait(false);
    }

    private async Task MergeAsync(string partition, List<TakenObject> added, CancellationToken cancellationToken)
    {
        for (int tries = 1; ; tries++)
        {
            ObjectInfo? there = await store.StatAsync(partition, cancellationToken).ConfigureAwait(false);
            try
            {
                ReadOnlyMemory<byte> content = await TakenObjects.PackAsync(UnionAsync(there, added, cancellationToken), cancellationToken).ConfigureAwait(false);
                bool stored = there is null
                    ? await store.PutIfAbsentAsync(partition, content, cancellationToken).ConfigureAwait(false)
                    : await store.PutIfMatchAsync(partition, content, there.ETag, cancellationToken).ConfigureAwait(false);
                if (stored)
                    return;
            }
            catch (Failures.CtiException changed) when (changed.Kind == Failures.FailureKind.Transient && tries < MergeTries)
            {
                // Another run merged into the same partition meanwhile; both unions must be kept.
            }

            if (tries == MergeTries)
                throw Failures.CtiException.Transient("state", $"{partition} is being merged by other runs; a later run merges the rest.");
            await HeadStore.PauseAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async IAsyncEnumerable<TakenObject> UnionAsync(ObjectInfo? there, List<TakenObject> added, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Dictionary<ObjectVersion, TakenObject> rest = [];
        foreach (TakenObject taken in added)
            rest.TryAdd(taken.Version, taken);
        if (there is not null)
        {
            await foreach (TakenObject taken in _lists.ReadAsync(there, cancellationToken).ConfigureAwait(false))
            {
                rest.Remove(taken.Version);
                yield return taken;
            }
        }

        foreach (TakenObject taken in rest.Values)
            yield return taken;
    }
}
