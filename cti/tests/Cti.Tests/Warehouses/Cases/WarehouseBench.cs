using System.Security.Cryptography;
using Cti.Manifests;
using Cti.Records;
using Cti.Records.Columns;
using Cti.Warehouses;
using Cti.Warehouses.DuckDb;

namespace Cti.Tests.Warehouses.Cases;

/// <summary>A warehouse of any kind with a folder beside it, and runs whose parts DuckDB itself writes.</summary>
public abstract class WarehouseBench : IAsyncDisposable
{
    /// <summary>A bound on memory, in bytes, so far above what a test process holds that no load has the collector tidy up all tests' garbage.</summary>
    internal const long Memory = 1L << 34;

    internal static readonly TableDefinition Things = new()
    {
        Name = "things",
        Columns = [Column.Text("id", 64), Column.Timestamp("moment").OrNull(), Column.Text("note", 64)],
        Key = ["id"],
        MonthColumn = "moment",
        Derived = [new DerivedTable("thing_notes", [Column.Text("note", 64), Column.Int64("things")], ["note"], "SELECT note, COUNT(*) FROM {source} GROUP BY note")],
    };

    internal static readonly TableDefinition Versioned = Things with { Name = "versions", VersionColumn = "moment", Derived = [] };

    protected WarehouseBench() => Store = new FolderStore(Path.Combine(Spill, "s3"));

    /// <summary>The warehouse's kind, as results name it.</summary>
    public abstract string Kind { get; }

    /// <summary>A folder of its own, for everything.</summary>
    public string Spill { get; } = Directory.CreateTempSubdirectory("cti-bench-").FullName;

    internal FolderStore Store { get; }

    /// <summary>Where runs go that name no folder of their own.</summary>
    public virtual string Root => Path.Combine(Spill, "out");

    /// <summary>The warehouse's SQL.</summary>
    public abstract SqlDialect Dialect { get; }

    internal abstract IWarehouse Warehouse(TableNaming? naming = null);

    /// <summary>The answer to a query, a line a row, values with a bar between; <c>∅</c> for NULL.</summary>
    public abstract Task<string[]> AskAsync(string sql);

    /// <summary>Runs statements, as somebody else than the program.</summary>
    public abstract Task DoAsync(string sql);

    /// <summary>A run of one table: its part is what the SELECT gives.</summary>
    internal LoadSource Run(string key, Dataset dataset, string select, string? folder = null, long? rows = null, int revision = 1)
    {
        TableDefinition table = dataset.Tables[0];
        string uri = $"{folder ?? Root}/{table.Name}/run={key}/part-00000.parquet";
        string path = Store.PathOf(uri);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        long written = InMemory.Execute($"COPY ({select}) TO '{path}' (FORMAT PARQUET)");
        ManifestOutput part = new()
        {
            Table = table.Name,
            Uri = uri,
            Rows = rows ?? written,
            Bytes = new FileInfo(path).Length,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))),
            Lines = uri + ".lines",
            Schema = SchemaOf(table, select),
        };
        Publish(uri, path);
        return new LoadSource($"{Root}/_runs/{key}/manifest.json", ManifestOf(key, dataset.Name, revision, part));
    }

    /// <summary>Rows of <see cref="Things"/> as a SELECT: id, time, note; an empty time is NULL.</summary>
    internal static string Rows(params (string Id, string At, string Note)[] rows) =>
        "SELECT id, CASE WHEN t = '' THEN NULL ELSE t::TIMESTAMP END AS moment, note FROM (VALUES "
        + string.Join(", ", rows.Select(r => $"('{r.Id}', '{r.At}', '{r.Note}')")) + ") v(id, t, note)";

    internal async Task<TableLoad> LoadAsync(Dataset dataset, LoadMode mode, string? month, params LoadSource[] sources)
    {
        await using IWarehouse warehouse = Warehouse();
        return Assert.Single(await warehouse.LoadAsync(new LoadRequest(dataset, sources, mode, month, Create: true), CancellationToken.None));
    }

    internal async Task<QueryTable> QueryAsync(NamedQuery query, string period, TableNaming? naming = null)
    {
        await using IWarehouse warehouse = Warehouse(naming);
        return await warehouse.QueryAsync(query, period, CancellationToken.None);
    }

    /// <summary>What a load of one table without rows left out or replaced answers.</summary>
    internal TableLoad Loaded(string table, long staged, long inserted, long updated, long ignored, bool already = false) =>
        new(Kind, table, staged, inserted, updated, ignored, already);

    /// <summary>Takes a part away from where its URI says.</summary>
    public virtual Task DeleteAsync(string uri)
    {
        File.Delete(Store.PathOf(uri));
        return Task.CompletedTask;
    }

    /// <summary>Fails where the warehouse still works on something that a test began.</summary>
    public virtual void AssertIdle()
    {
    }

    public virtual ValueTask DisposeAsync()
    {
        Directory.Delete(Spill, recursive: true);
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>Puts a part where its URI says.</summary>
    protected virtual void Publish(string uri, string path)
    {
    }

    // As an extract describes its parts: from what is really in them.
    private static ManifestColumn[] SchemaOf(TableDefinition table, string select)
    {
        List<ManifestColumn> columns = [];
        foreach (IReadOnlyList<object?> found in InMemory.Query($"DESCRIBE {select}").Rows)
        {
            string name = (string)found[0]!;
            ColumnDefinition? declared = table.Columns.FirstOrDefault(c => c.Name == name && DuckDbDialect.Instance.TypeOf(c) == (string)found[1]!);
            IReadOnlyList<object?> counted = InMemory.Query($"SELECT count(*) - count(\"{name}\"), max(strlen(\"{name}\"::VARCHAR)) FROM ({select})").Rows[0];
            columns.Add(new ManifestColumn
            {
                Name = name,
                Type = (declared?.Type.ToString() ?? (string)found[1]!).ToLowerInvariant(),
                Nullable = true,
                Nulls = (long)counted[0]!,
                Longest = declared is { MaxBytes: > 0 } ? (int?)(long?)counted[1] : null,
            });
        }

        return [.. columns];
    }

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
