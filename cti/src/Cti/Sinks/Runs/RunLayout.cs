using Cti.Manifests;

namespace Cti.Sinks.Runs;

/// <summary>Where the files of a run are.</summary>
/// <param name="Output">The folder or <c>s3://bucket/prefix</c> of all runs, without a trailing slash.</param>
/// <param name="Run">The run key.</param>
public sealed record RunLayout(string Output, string Run)
{
    /// <summary>The shard whose files these are, all of them in a folder below the run's; null for a whole run.</summary>
    public Shard? Shard { get; init; }

    /// <summary>The run's own folder.</summary>
    public string Folder => Shard is { } shard ? $"{Output}/_runs/{Run}/{shard.FolderName}" : $"{Output}/_runs/{Run}";

    /// <summary>Of a shard: what tells its rows from those of others.</summary>
    public string Keys => $"{Folder}/keys.bin";

    /// <summary>The manifest: what makes the run one.</summary>
    public string Manifest => $"{Folder}/manifest.json";

    /// <summary>What is said of a run that the quality gate ended.</summary>
    public string Failed => $"{Folder}/_failed.json";

    /// <summary>Where the run's inputs are in the archive, once they are.</summary>
    public string Archive => $"{Folder}/archive.json";

    /// <summary>There while an attempt at the run works, and after one that was killed.</summary>
    public string Attempt => $"{Folder}/_attempt.json";

    /// <summary>The folder of the rejects.</summary>
    public string Rejects => $"{Folder}/rejects/";

    /// <summary>A file of rejects.</summary>
    public string RejectPart(int part) => $"{Rejects}part-{part:D5}.jsonl.gz";

    /// <summary>A Parquet part of a table.</summary>
    public string Part(string table, int part) => Shard is null ? $"{Output}/{table}/run={Run}/part-{part:D5}.parquet" : $"{Folder}/{table}/part-{part:D5}.parquet";

    /// <summary>Whether an object is a part that some run wrote to an output.</summary>
    public static bool IsPart(string output, string uri)
    {
        if (!uri.StartsWith(output + "/", StringComparison.Ordinal))
            return false;
        string[] names = uri[(output.Length + 1)..].Split('/');
        return names is [_, var run, var part] && run.StartsWith("run=", StringComparison.Ordinal) && part.EndsWith(".parquet", StringComparison.Ordinal);
    }

    /// <summary>Which source and line each row of a part comes from.</summary>
    public string Lines(string table, int part) => $"{Folder}/_lines/{table}/part-{part:D5}.jsonl.gz";
}
