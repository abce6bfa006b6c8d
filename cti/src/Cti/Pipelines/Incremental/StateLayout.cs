namespace Cti.Pipelines.Incremental;

/// <summary>Where the ledger of a dataset's inputs is.</summary>
/// <param name="State">The folder or <c>s3://bucket/prefix</c> of all ledgers, without a trailing slash.</param>
/// <param name="Dataset">The dataset's name.</param>
/// <remarks>The folder's name is hidden, so that a state inside an input folder is no input.</remarks>
internal sealed record StateLayout(string State, string Dataset)
{
    /// <summary>The one object that decides: active claims, and committed ones that are not yet in the partitions.</summary>
    public string Head => $"{Folder}/head.json";

    private string Folder => $"{State}/_incremental/{Dataset}";

    /// <summary>The objects of a claim, before and after its commit.</summary>
    public string Claim(string id) => $"{Folder}/claims/{id}.jsonl.gz";

    /// <summary>The committed objects of a partition.</summary>
    public string Partition(string name) => $"{Folder}/ledger/{name}.jsonl.gz";
}
