using Cti.Failures;
using Cti.Manifests;
using Cti.Warehouses;

namespace Cti.Pipelines.Sharding;

/// <summary>The shards of one run, all of them, in order.</summary>
internal sealed class ShardSet
{
    private ShardSet(IReadOnlyList<LoadSource> sources)
    {
        Sources = sources;
        Inputs = [.. sources.SelectMany(s => s.Manifest.Inputs)];
        ShardOfInput = [.. sources.SelectMany((s, shard) => s.Manifest.Inputs.Select(_ => shard))];
    }

    /// <summary>Their manifests.</summary>
    public IReadOnlyList<LoadSource> Sources { get; }

    /// <summary>The inputs of all, in the order of the run.</summary>
    public IReadOnlyList<ManifestInput> Inputs { get; }

    /// <summary>By input: the index of its shard.</summary>
    public IReadOnlyList<int> ShardOfInput { get; }

    /// <summary>Any one's manifest: key, version and options are the same in all.</summary>
    public Manifest Any => Sources[0].Manifest;

    /// <summary>Puts the manifests of shards together.</summary>
    /// <param name="given">Manifests of shards of one run, in any order.</param>
    /// <exception cref="CtiException">Usage: one is missing, or they are not of one plan.</exception>
    public static ShardSet Of(IReadOnlyList<LoadSource> given)
    {
        Manifest first = given[0].Manifest;
        Shard one = ShardOf(given[0]);
        foreach (LoadSource source in given)
        {
            Manifest manifest = source.Manifest;
            string? difference =
                ShardOf(source).Count != one.Count ? $"of a plan of {ShardOf(source).Count} shards, not {one.Count}"
                : manifest.Fingerprint != first.Fingerprint ? "over other inputs or options"
                : manifest.DatasetVersion != first.DatasetVersion || manifest.Tool != first.Tool ? $"written by {manifest.Tool}, not {first.Tool}"
                : manifest.Keys is null ? "without the keys that all shards are told apart by"
                : FolderOf(source) != FolderOf(given[0]) ? "in another run's folder"
                : null;
            if (difference is not null)
                throw CtiException.Usage("load", $"{source.Uri} does not belong to the same run as {given[0].Uri}: it is {difference}. Run all shards by one command and one version, then load them.");
        }

        LoadSource[] ordered = [.. given.OrderBy(s => ShardOf(s).Index)];
        int[] missing = [.. Enumerable.Range(0, one.Count).Except(ordered.Select(s => ShardOf(s).Index))];
        if (missing.Length > 0)
            throw CtiException.Usage("load", $"run {first.Run} has {one.Count} shards, of which {missing.Length} {(missing.Length == 1 ? "is" : "are")} missing: {string.Join(", ", missing.Take(10).Select(i => new Shard(i, one.Count)))}; run them (--shard), and give the manifests of all, or the run's folder.");
        return new ShardSet(ordered);
    }

    /// <summary>Which shard a manifest is of.</summary>
    public static Shard ShardOf(LoadSource source) => Shard.TryParse(source.Manifest.Options.Shard)
        ?? throw CtiException.Usage("load", $"{source.Uri} says that it is shard '{source.Manifest.Options.Shard}', which is none: expected is 0/4.");

    private static string FolderOf(LoadSource source) => source.Uri[..(source.Uri.LastIndexOf('/', source.Uri.LastIndexOf('/') - 1) + 1)];
}
