using Cti.Manifests;
using Cti.Records;
using Cti.Records.Columns;
using Cti.Warehouses;

namespace Cti.Tests.Warehouses.Redshift;

/// <summary>Datasets and manifests for loads into Redshift.</summary>
internal static class RedshiftRuns
{
    /// <summary>A table with everything: nullable key, month, derived table.</summary>
    public static readonly TableDefinition Things = new()
    {
        Name = "things",
        Columns = [Column.Text("id", 64), Column.Text("place", 64).OrNull(), Column.Timestamp("moment").OrNull(), Column.Text("note", 64), Column.Int64("amount").OrNull()],
        Key = ["id", "place"],
        MonthColumn = "moment",
        DistKey = "id",
        SortKey = "moment",
        Derived = [new DerivedTable("thing_notes", [Column.Text("note", 64), Column.Int64("things")], ["note"], "SELECT note, COUNT(*) FROM {source} GROUP BY note")],
    };

    public static readonly TableDefinition Versions = Things with { Name = "versions", Key = ["id"], VersionColumn = "moment", Derived = [] };

    /// <summary>A part of a table as a manifest lists it.</summary>
    public static ManifestOutput Part(TableDefinition table, string uri, long rows, long bytes, string sha256 = "0") => new()
    {
        Table = table.Name,
        Uri = uri,
        Rows = rows,
        Bytes = bytes,
        Sha256 = sha256,
        Lines = uri + ".lines",
        Schema = [.. table.Columns.Select(c => new ManifestColumn { Name = c.Name, Type = c.Type.ToString().ToLowerInvariant(), Nullable = c.Nullable, Nulls = 0, Longest = c.MaxBytes > 0 ? 1 : null })],
    };

    public static LoadSource Source(string folder, string run, string dataset, params ManifestOutput[] parts) => new($"{folder}/_runs/{run}/manifest.json", new Manifest
    {
        Tool = "cti test",
        Dataset = dataset,
        DatasetVersion = 1,
        Run = run,
        Fingerprint = "f",
        Options = new ManifestOptions(),
        Inputs = [],
        Outputs = parts,
        Counts = new Counts { Read = parts.Sum(p => p.Rows), Written = parts.Sum(p => p.Rows) },
        Rejects = new ManifestRejects("", []),
        Timings = new ManifestTimings(DateTimeOffset.UnixEpoch, 0, new Dictionary<string, double>()),
    });
}
