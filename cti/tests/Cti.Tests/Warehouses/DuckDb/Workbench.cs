using System.Security.Cryptography;
using Cti.Manifests;
using Cti.Records;
using Cti.Records.Columns;
using Cti.Warehouses;
using Cti.Warehouses.DuckDb;

namespace Cti.Tests.Warehouses.DuckDb;

/// <summary>A folder with a warehouse, and runs whose parts DuckDB itself writes.</summary>
internal sealed class Workbench : IDisposable
{
    public static readonly TableDefinition Things = new()
    {
        Name = "things",
        Columns = [Column.Text("id", 64), Column.Timestamp("moment").OrNull(), Column.Text("note", 64)],
        Key = ["id"],
        MonthColumn = "moment",
        Derived = [new DerivedTable("thing_notes", [Column.Text("note", 64), Column.Int64("things")], ["note"], "SELECT note, COUNT(*) FROM {source} GROUP BY note")],
    };

    public static readonly TableDefinition Versioned = Things with { Name = "versions", VersionColumn = "moment", Derived = [] };

    private readonly string _folder = Directory.CreateTempSubdirectory("cti-duck-").FullName;

    public Workbench() => Store = new FolderStore(Path.Combine(_folder, "s3"));

    public string Database => Path.Combine(_folder, "db", "warehouse.duckdb");

    public string Spill => _folder;

    public FolderStore Store { get; }

    public DuckDbWarehouse Warehouse(TableNaming? naming = null, long memoryBytes = 1L << 30) =>
        new(Database, naming ?? TableNaming.Default, new DuckDbOptions(memoryBytes, 2, _folder), Store, TimeProvider.System);

    /// <summary>A run of one table: its part is what the SELECT gives.</summary>
    public LoadSource Run(string key, Dataset dataset, string select, string? folder = null, long? rows = null, int revision = 1)
    {
        string uri = $"{folder ?? Path.Combine(_folder, "out")}/{dataset.Tables[0].Name}/run={key}/part-00000.parquet";
        string path = Store.PathOf(uri);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using DuckDbConnection memory = DuckDbConnection.Open(":memory:", new Dictionary<string, string>());
        long written = memory.Execute($"COPY ({select}) TO '{path}' (FORMAT PARQUET)", CancellationToken.None);
        ManifestOutput part = new()
        {
            Table = dataset.Tables[0].Name,
            Uri = uri,
            Rows = rows ?? written,
            Bytes = new FileInfo(path).Length,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))),
            Lines = uri + ".lines",
            Schema = [],
        };
        return new LoadSource($"{_folder}/out/_runs/{key}/manifest.json", ManifestOf(key, dataset.Name, revision, part));
    }

    /// <summary>Rows of <see cref="Things"/> as a SELECT: id, time, note; an empty time is NULL.</summary>
    public static string Rows(params (string Id, string At, string Note)[] rows) =>
        "SELECT id, CASE WHEN t = '' THEN NULL ELSE t::TIMESTAMP END AS moment, note FROM (VALUES "
        + string.Join(", ", rows.Select(r => $"('{r.Id}', '{r.At}', '{r.Note}')")) + ") v(id, t, note)";

    public async Task<TableLoad> LoadAsync(Dataset dataset, LoadMode mode, string? month, params LoadSource[] sources) =>
        Assert.Single(await Warehouse().LoadAsync(new LoadRequest(dataset, sources, mode, month, Create: true), CancellationToken.None));

    /// <summary>The answer to a query, a line a row, values with a bar between; <c>∅</c> for NULL.</summary>
    /// <param name="sql">The query.</param>
    /// <param name="database">Another database file than the bench's own.</param>
    public string[] Ask(string sql, string? database = null)
    {
        using DuckDbConnection connection = DuckDbConnection.Open(database ?? Database, new Dictionary<string, string> { ["access_mode"] = "READ_ONLY" });
        return [.. connection.Query(sql, CancellationToken.None).Rows.Select(r => string.Join('|', r.Select(v => v is DateTime d ? d.ToString("yyyy-MM-dd", null) : v?.ToString() ?? "∅")))];
    }

    public void Do(string sql) => DoIn(Database, sql);

    /// <summary>Runs statements in a database file, which is made where there is none.</summary>
    public static void DoIn(string database, string sql)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(database)!);
        using DuckDbConnection connection = DuckDbConnection.Open(database, new Dictionary<string, string>());
        connection.Execute(sql, CancellationToken.None);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static Manifest ManifestOf(string key, string dataset, int revision, ManifestOutput part) => new()
    {
        Tool = "cti test",
        Dataset = dataset,
        DatasetVersion = 1,
        Run = key,
        Revision = revision,
        Fingerprint = "f",
        Options = new ManifestOptions(),
        Inputs = [],
        Outputs = [part],
        Counts = new Counts { Read = part.Rows, Written = part.Rows },
        Rejects = new ManifestRejects("", []),
        Timings = new ManifestTimings(DateTimeOffset.UnixEpoch, 0, new Dictionary<string, double>()),
    };
}
