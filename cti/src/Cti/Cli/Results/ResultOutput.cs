using System.Text.Json.Serialization;
using Cti.Manifests;

namespace Cti.Cli.Results;

/// <summary>One Parquet part, as the result lists it.</summary>
/// <param name="Table">The table it belongs to.</param>
/// <param name="Uri">Where it is.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Bytes">Its size in bytes.</param>
/// <param name="Sha256">SHA-256 of the file, lower-case hexadecimal.</param>
public sealed record ResultOutput(
    [property: JsonPropertyName("table")] string Table,
    [property: JsonPropertyName("uri")] string Uri,
    [property: JsonPropertyName("rows")] long Rows,
    [property: JsonPropertyName("bytes")] long Bytes,
    [property: JsonPropertyName("sha256")] string Sha256)
{
    /// <summary>The parts that a manifest lists; none where there is no manifest.</summary>
    public static IReadOnlyList<ResultOutput> Of(Manifest? manifest) =>
        manifest is null ? [] : [.. manifest.Outputs.Select(o => new ResultOutput(o.Table, o.Uri, o.Rows, o.Bytes, o.Sha256))];
}
