using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Cti.Generator.Events;
using Cti.Generator.Output;
using Cti.ObjectStores;
using Cti.Pipelines;
using Cti.Pipelines.Extraction;
using Cti.Pipelines.References;
using Cti.Records;
using ScratchFolder = Cti.Tests.ObjectStores.ScratchFolder;
using Cti.Warehouses;
using Cti.Warehouses.DuckDb;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cti.Tests.Pipelines;

/// <summary>A scratch folder, runs in it, and what they left there.</summary>
internal sealed class ExtractionFixture : IDisposable
{
    public ScratchFolder Folder { get; } = new();

    public List<string> Warnings { get; } = [];

    public void Dispose() => Folder.Dispose();

    /// <summary>A request over inputs in the scratch folder or elsewhere; output goes to <c>out</c>.</summary>
    public ExtractTransformRequest Request(string dataset, params string[] inputs) => new()
    {
        Dataset = DatasetCatalog.Find(dataset)!,
        Inputs = inputs,
        Output = Folder.At("out"),
        Resources = new RunResources(256_000_000, 2, Folder.Path),
    };

    public async Task<ExtractTransformOutcome> RunAsync(ExtractTransformRequest request, CancellationToken cancellationToken = default)
    {
        using ObjectStoreRouter store = new(() => throw new InvalidOperationException("No S3 in this test."));
        return await RunAsync(request, store, cancellationToken);
    }

    /// <summary>The same over a store; null for local files alone.</summary>
    public async Task<ExtractTransformOutcome> RunAsync(ExtractTransformRequest request, IObjectStore? store, CancellationToken cancellationToken = default)
    {
        if (store is null)
            return await RunAsync(request, cancellationToken);
        RecordSourceFactory sources = new(store, Warnings.Add);
        DuckDbOptions engine = new(request.Resources.MemoryBytes, request.Resources.Threads, request.Resources.SpillFolder);
        ReferenceFactory references = new(store, sources, engine, name => WarehouseFactory.Create(name, new WarehouseOptions(TableNaming.Default, engine), store, TimeProvider.System));
        ExtractTransformPipeline pipeline = new(store, sources, "cti 0.0.0", TimeProvider.System, NullLogger.Instance, references);
        return await pipeline.RunAsync(request, new NoProgress(), cancellationToken);
    }

    /// <summary>Generated events and the truth about them.</summary>
    public Truth Generate(string name, EventsOptions options)
    {
        using FileStream file = File.Create(Folder.At(name));
        using CsvRowWriter writer = new(file, new CsvForm());
        return EventsGenerator.Generate(options, writer, null, CancellationToken.None);
    }

    /// <summary>Digests of all files of a run but the manifest and the history (they hold times), by path relative to the output.</summary>
    public static Dictionary<string, string> Digests(string output) => Directory.EnumerateFiles(output, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
        .Where(file => !file.EndsWith("manifest.json", StringComparison.Ordinal) && !file.Contains("/_history/", StringComparison.Ordinal))
        .ToDictionary(file => Path.GetRelativePath(output, file), file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file))));

    /// <summary>The lines of gzipped JSON files, in order.</summary>
    public static List<JsonElement> JsonLines(IEnumerable<string> files)
    {
        List<JsonElement> lines = [];
        foreach (string file in files)
        {
            using StreamReader reader = new(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
            while (reader.ReadLine() is { } line)
                lines.Add(JsonDocument.Parse(line).RootElement);
        }

        return lines;
    }

    /// <summary>What DuckDB answers.</summary>
    public static QueryTable Query(string sql) => InMemory.Query(sql);

    private sealed class NoProgress : IRunProgress
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
