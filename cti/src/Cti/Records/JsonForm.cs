namespace Cti.Records;

/// <summary>How records that come as JSON objects are read; the raw fields' names are paths with points, such as <c>delivery_address.city</c>.</summary>
/// <remarks>A path that ends in <c>.*</c> takes all members of that object that are not declared, as a compact JSON object.</remarks>
public sealed record JsonForm
{
    /// <summary>Raw fields that may hold any JSON; they come as compact JSON text. Default: none.</summary>
    public IReadOnlyList<string> OpenFields { get; init; } = [];

    /// <summary>Paths that are known and of no interest: they are not warned of. Default: none.</summary>
    public IReadOnlyList<string> PassedOver { get; init; } = [];

    /// <summary>Decompressed bytes that are taken at once; default 4 MiB. More where records are divided among tables: each table's share becomes a row group.</summary>
    public int BlockBytes { get; init; } = 4 << 20;
}
