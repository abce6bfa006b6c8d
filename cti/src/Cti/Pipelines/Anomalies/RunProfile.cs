using System.Text.Json.Serialization;
using Cti.Manifests;
using Cti.Records;

namespace Cti.Pipelines.Anomalies;

/// <summary>The numbers of a run that are compared with those of others.</summary>
/// <param name="Run">The run key.</param>
/// <param name="Started">When it began.</param>
/// <param name="Read">Records read.</param>
/// <param name="Rejected">Of them rejected, those by reference not counted.</param>
/// <param name="Tables">Rows, NULLs and distinct values, by table.</param>
internal sealed record RunProfile(
    [property: JsonPropertyName("run")] string Run,
    [property: JsonPropertyName("started")] DateTimeOffset Started,
    [property: JsonPropertyName("read")] long Read,
    [property: JsonPropertyName("rejected")] long Rejected,
    [property: JsonPropertyName("tables")] IReadOnlyList<TableProfile> Tables)
{
    /// <summary>The numbers of a manifest; of one that an older version wrote, without distinct values.</summary>
    public static RunProfile Of(Manifest manifest) => new(
        manifest.Run,
        manifest.Timings.Started,
        manifest.Counts.Read,
        manifest.Counts.Rejected - manifest.Rejects.ByReference,
        manifest.Profile ?? [.. manifest.Outputs.GroupBy(o => o.Table).Select(t => TableOf(t.Key, [.. t], null))]);

    /// <summary>What parts hold of a table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="parts">Its parts.</param>
    /// <param name="counted">Distinct values by column, but for one that is unique; null where they were not counted.</param>
    public static TableProfile TableOf(TableDefinition table, IReadOnlyList<ManifestOutput> parts, IReadOnlyList<long>? counted)
    {
        long rows = parts.Sum(p => p.Rows);
        return TableOf(table.Name, parts, counted is null ? null : [.. table.Columns.Select((c, i) => table.IsIdentifiedBy(c.Name) ? rows : counted[i])]);
    }

    private static TableProfile TableOf(string table, IReadOnlyList<ManifestOutput> parts, IReadOnlyList<long>? distinct) => new(
        table,
        parts.Sum(p => p.Rows),
        parts.Count == 0 ? [] : [.. parts[0].Schema.Select((c, i) => new ColumnProfile(c.Name, parts.Sum(p => p.Schema[i].Nulls), distinct?[i]))]);
}
