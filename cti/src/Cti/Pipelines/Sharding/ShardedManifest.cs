using Cti.Manifests;
using Cti.Records;

namespace Cti.Pipelines.Sharding;

/// <summary>The manifest of a run that was made of shards.</summary>
internal static class ShardedManifest
{
    /// <summary>Puts it together.</summary>
    /// <param name="shards">The shards.</param>
    /// <param name="tool">Program and version.</param>
    /// <param name="counts">By input: what became of its records.</param>
    /// <param name="outputs">The run's parts.</param>
    /// <param name="rejects">The run's rejects.</param>
    public static Manifest Of(ShardSet shards, string tool, IReadOnlyList<Counts> counts, IReadOnlyList<ManifestOutput> outputs, ManifestRejects rejects)
    {
        Manifest[] manifests = [.. shards.Sources.Select(s => s.Manifest)];
        return shards.Any with
        {
            Tool = tool,
            // Of the whole run it is the first, whatever became of its shards.
            Revision = 1,
            Erased = manifests.SelectMany(m => m.Erased ?? []).Distinct().ToArray() is { Length: > 0 } erased ? erased : null,
            Options = shards.Any.Options with { Shard = null },
            Inputs = [.. shards.Inputs.Select((input, i) => input with { Counts = counts[i] })],
            Outputs = outputs,
            Counts = counts.Aggregate(new Counts(), Counts.Add),
            FilteredNames = NamesOf(manifests),
            Rejects = rejects,
            Keys = null,
            Timings = TimingsOf([.. manifests.Select(m => m.Timings)]),
        };
    }

    /// <summary>Makes sure that every record is accounted for, in each object and in sum.</summary>
    /// <exception cref="InvalidOperationException">They are not: a bug; nothing may be committed.</exception>
    public static void CheckBalance(Manifest manifest, Dataset dataset)
    {
        Counts total = manifest.Counts;
        long rows = dataset.Router is null ? manifest.RowsOf(dataset.Tables[0].Name) : manifest.Outputs.Sum(o => o.Rows);
        long rejected = manifest.Rejects.Parts.Sum(p => p.Records);
        if (manifest.Inputs.Any(i => !i.Counts.IsBalanced) || total.Written != rows || total.Rejected != rejected)
            throw new InvalidOperationException($"The counts of run {manifest.Run} do not add up over its shards: {total}, {rows} rows and {rejected} rejects in files. Nothing was committed.");
    }

    private static SortedDictionary<string, long>? NamesOf(Manifest[] manifests)
    {
        SortedDictionary<string, long> names = new(StringComparer.Ordinal);
        foreach ((string name, long records) in manifests.SelectMany(m => m.FilteredNames ?? new Dictionary<string, long>()))
            names[name] = names.GetValueOrDefault(name) + records;
        return names.Count == 0 ? null : names;
    }

    /// <summary>From the first shard's beginning to the last one's end.</summary>
    private static ManifestTimings TimingsOf(ManifestTimings[] shards)
    {
        DateTimeOffset started = shards.Min(t => t.Started);
        double seconds = shards.Max(t => (t.Started - started).TotalSeconds + t.Seconds);
        Dictionary<string, double> stages = shards.SelectMany(t => t.Stages).GroupBy(s => s.Key).ToDictionary(g => g.Key, g => Math.Round(g.Sum(s => s.Value), 3));
        return new ManifestTimings(started, seconds, stages);
    }
}
