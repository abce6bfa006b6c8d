using System.Globalization;
using System.IO.Compression;
using System.Text;
using Cti.Failures;
using Cti.ObjectStores;
using Cti.Pipelines;
using Cti.Pipelines.Archiving;
using Cti.Pipelines.Erasure;
using Cti.Pipelines.Extraction;
using Cti.Pipelines.Incremental;
using Cti.Records;
using Cti.Tests.Warehouses.Cases;
using Cti.Warehouses;
using Cti.Warehouses.DuckDb;
using Microsoft.Extensions.Logging.Abstractions;
using ScratchFolder = Cti.Tests.ObjectStores.ScratchFolder;

namespace Cti.Tests.Pipelines.Erasure;

/// <summary>Runs, an archive and a warehouse that hold planted persons, and the search for what is left of them.</summary>
internal sealed class ErasureFixture : IDisposable
{
    public const string Pepper = "a pepper of thirty-two characters";

    /// <summary>When the planted requests are made; objects of the hour before arrived earlier.</summary>
    public const string Before = "date=2021-04-01/hour=05";

    public const string Request = "date=2021-04-02/hour=00";
    public const string Later = "date=2021-04-03/hour=07";

    /// <summary>Whatever begins so is about a planted person.</summary>
    public const string Planted = "planted";

    private readonly ObjectStoreRouter _store = new(() => throw new InvalidOperationException("No S3 in this test."));

    public ScratchFolder Folder { get; } = new();

    public string Output => Folder.At("out");

    public string Archive => Folder.At("archive");

    public string Database => Folder.At("warehouse.duckdb");

    /// <summary>The store that pipelines work on; tests put one that fails in its place.</summary>
    public IObjectStore Store { get; set; }

    public ErasureFixture() => Store = _store;

    public void Dispose()
    {
        _store.Dispose();
        Folder.Dispose();
    }

    /// <summary>A raw object; with gzip where its name says so.</summary>
    public string Put(string relative, string content, DateTime? modified = null)
    {
        string path = Folder.File(relative, string.Empty);
        using (FileStream file = File.Create(path))
        using (Stream stream = relative.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionLevel.Fastest) : file)
            stream.Write(Encoding.UTF8.GetBytes(content));
        if (modified is { } time)
            File.SetLastWriteTimeUtc(path, time);
        return path;
    }

    public Task<ExtractTransformOutcome> RunAsync(string dataset, string input, bool archive = true) => RunAsync(RequestOf(dataset, input, archive));

    public ExtractTransformRequest RequestOf(string dataset, string input, bool archive = true, string? pepper = Pepper) => new()
    {
        Dataset = DatasetCatalog.Find(dataset)!,
        Inputs = [Folder.At(input)],
        Output = Output,
        MaxRejectRate = 1,
        Anonymize = DatasetCatalog.Find(dataset)!.AlwaysAnonymized,
        Pepper = DatasetCatalog.Find(dataset)!.AlwaysAnonymized.Count > 0 ? pepper : null,
        PepperVersion = "1",
        ErasurePepper = pepper,
        ErasurePepperVersion = "1",
        Codec = "none",
        Archive = archive ? Archive : null,
        Resources = new RunResources(256_000_000, 2, Folder.Path),
    };

    /// <summary>Extract, load, archive, as the verb run does.</summary>
    public async Task<ExtractTransformOutcome> RunAsync(ExtractTransformRequest request)
    {
        RecordSourceFactory sources = new(Store, _ => { });
        ExtractTransformPipeline extract = new(Store, sources, "cti 0.0.0", TimeProvider.System, NullLogger.Instance);
        ArchivingPipeline pipeline = new(new IncrementalPipeline(extract, Store, "cti 0.0.0", TimeProvider.System, NullLogger.Instance), Store, NullLogger.Instance);
        ExtractTransformOutcome outcome = await pipeline.RunAsync(request, new NoProgress(), CancellationToken.None);
        await using IRunCompletion? completion = outcome.Completion;
        await LoadAsync(request.Dataset, outcome.ManifestUri!);
        if (completion is not null)
            await completion.CompleteAsync(CancellationToken.None);
        return outcome;
    }

    public async Task<LoadOutcome> LoadAsync(Dataset dataset, string manifest)
    {
        await using DuckDbWarehouse warehouse = Warehouse();
        return await LoadAsync(dataset, manifest, warehouse);
    }

    public async Task<LoadOutcome> LoadAsync(Dataset dataset, string manifest, IWarehouse warehouse)
    {
        return await new LoadPipeline(_store, warehouse).RunAsync(new LoadPipelineRequest { Dataset = dataset, Inputs = [manifest], Create = true }, new NoProgress(), CancellationToken.None);
    }

    /// <summary>Plants persons in every dataset, with others beside them, and loads and archives all.</summary>
    public async Task PlantAsync()
    {
        foreach ((string name, string content) in PlantedObjects.All)
            Put($"raw/{name}", content, new DateTime(2021, 4, 1, 0, 0, 0, DateTimeKind.Utc));
        foreach (string dataset in new[] { "customers", "products", "transactions", "erasure-requests" })
            await RunAsync(dataset, "raw/" + Before);
        await RunAsync("events", "raw/events");
        await RunAsync("web-events", "raw/web-data");
    }

    public Task<ErasureOutcome> EraseAsync(string requests) => EraseAsync(requests, Request);

    public Task<ErasureOutcome> EraseAsync(string requests, string hour)
    {
        Put($"requests/{hour}/erasure-requests.json", requests);
        return EraseAgainAsync();
    }

    public async Task<ErasureOutcome> EraseAgainAsync()
    {
        await using DuckDbWarehouse warehouse = Warehouse();
        return await EraseInAsync(warehouse);
    }

    /// <summary>The erasure in some warehouse; without the archive where it is not told to the command.</summary>
    public async Task<ErasureOutcome> EraseInAsync(IWarehouse warehouse, bool keep = false, bool archive = true, string? runKey = null, string? output = null)
    {
        ErasurePipeline pipeline = new(Store, new RecordSourceFactory(Store, _ => { }), warehouse, "cti 0.0.0", TimeProvider.System, NullLogger.Instance);
        ErasureRequest request = new()
        {
            Requests = [Folder.At("requests")],
            Output = output ?? Output,
            Archive = archive ? Archive : null,
            KeepRequests = keep,
            RunKey = runKey,
            Pepper = Pepper,
            PepperVersion = "1",
            Resources = new RunResources(256_000_000, 2, Folder.Path),
        };
        return await pipeline.RunAsync(request, new NoProgress(), CancellationToken.None);
    }

    /// <summary>Takes the turn from an erasure that broke off: a process that dies is seen to be gone, but this one lives on.</summary>
    public void TakeTurn() => File.Delete(Folder.At("out/_erasures/turn.json"));

    public static async Task<CtiException> FailAsync(Func<Task> work) => await Assert.ThrowsAsync<CtiException>(work);

    /// <summary>Where a text is found, by any case: in every file but the raw inputs, decompressed, and in every table.</summary>
    public IReadOnlyList<string> Find(string text)
    {
        List<string> found = [];
        foreach (string name in Folder.Files().Where(f => !f.StartsWith("raw/", StringComparison.Ordinal) && !f.StartsWith("requests/", StringComparison.Ordinal)))
        {
            if (Encoding.Latin1.GetString(BytesOf(Folder.At(name))).Contains(text, StringComparison.OrdinalIgnoreCase))
                found.Add(name);
            if (name.EndsWith(".parquet", StringComparison.Ordinal) && Dump($"SELECT * FROM read_parquet('{Folder.At(name)}', hive_partitioning = false)").Contains(text, StringComparison.OrdinalIgnoreCase))
                found.Add($"{name} as rows");
        }

        if (!File.Exists(Database))
            return found;
        using DuckDbConnection warehouse = OpenDatabase();
        foreach (string table in Rows(warehouse, "SELECT table_name FROM duckdb_tables()"))
        {
            if (string.Concat(Rows(warehouse, $"SELECT * FROM {table}")).Contains(text, StringComparison.OrdinalIgnoreCase))
                found.Add($"table {table}");
        }

        return found;
    }

    public IReadOnlyList<string> Ask(string sql)
    {
        using DuckDbConnection connection = OpenDatabase();
        return Rows(connection, sql);
    }

    /// <summary>Digests of all files but those of erasures themselves, and of a further folder.</summary>
    public Dictionary<string, string> Digests(string? also = null) => Folder.Files()
        .Where(f => (also is not null && f.StartsWith(also, StringComparison.Ordinal)) || (f.StartsWith("out/", StringComparison.Ordinal) && !f.StartsWith("out/_erasures/", StringComparison.Ordinal)) || f.StartsWith("archive/", StringComparison.Ordinal) || f.EndsWith(".duckdb", StringComparison.Ordinal))
        .ToDictionary(f => f, f => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(Folder.At(f)))));

    public DuckDbWarehouse Warehouse(string? database = null) => new(database ?? Database, TableNaming.Default, new DuckDbOptions(WarehouseBench.Memory, 1, Folder.Path), _store, TimeProvider.System);

    private DuckDbConnection OpenDatabase() => DuckDbConnection.Open(Database, new Dictionary<string, string> { ["access_mode"] = "READ_ONLY", ["threads"] = "1" });

    private static string Dump(string sql) => InMemory.Do(engine => string.Concat(Rows(engine, sql)));

    private static string[] Rows(DuckDbConnection connection, string sql) =>
        [.. connection.Query(sql, CancellationToken.None).Rows.Select(row => string.Join('|', row.Select(v => Convert.ToString(v, CultureInfo.InvariantCulture))))];

    private static byte[] BytesOf(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        if (bytes is not [0x1F, 0x8B, ..])
            return bytes;
        using GZipStream gzip = new(new MemoryStream(bytes), CompressionMode.Decompress);
        using MemoryStream text = new();
        gzip.CopyTo(text);
        return text.ToArray();
    }

    internal sealed class NoProgress : IRunProgress
    {
        public void Begin(string stage, long totalBytes)
        {
        }

        public void Report(long rows, long bytes)
        {
        }

        public void End()
        {
        }
    }
}
