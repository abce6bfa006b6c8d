using Cti.Aws;
using Cti.Cli;
using Cti.Failures;
using Cti.ObjectStores;
using Cti.ObjectStores.Local;
using Cti.Pipelines;
using Cti.Pipelines.Doctor;
using Cti.Pipelines.Erasure;
using Cti.Pipelines.Extraction;
using Cti.Warehouses;

namespace Cti.Tests.Cli.Verbs;

/// <summary>Doubles of the parts that verbs set to work; manifests are read from real files.</summary>
internal sealed class FakeParts : IParts, IExtractTransform
{
    public FakeWarehouse TheWarehouse { get; } = new();

    public RunContext? Context { get; private set; }

    public ExtractTransformRequest? Request { get; private set; }

    /// <summary>What the pipeline does when it runs.</summary>
    public Func<ExtractTransformRequest, IRunProgress, CancellationToken, ExtractTransformOutcome> OnExtract { get; set; } =
        (_, _, _) => throw new InvalidOperationException("The test expected no extract.");

    public IExtractTransform ExtractTransform(RunContext context)
    {
        Context = context;
        return this;
    }

    public Task<ExtractTransformOutcome> RunAsync(ExtractTransformRequest request, IRunProgress progress, CancellationToken cancellationToken)
    {
        Request = request;
        return Task.FromResult(OnExtract(request, progress, cancellationToken));
    }

    public IWarehouse Warehouse(string name, RunContext context)
    {
        Context = context;
        return name == "duckdb:test" || name == "duckdb:./cti-data/warehouse.duckdb"
            ? TheWarehouse
            : throw CtiException.Usage("arguments", $"There is no warehouse '{name}'.");
    }

    public IObjectStore Store(RunContext context) => new LocalObjectStore();

    public LoadPipeline Load(IWarehouse warehouse, RunContext context) => new(new LocalObjectStore(), warehouse);

    public ErasurePipeline Erasure(IWarehouse warehouse, RunContext context)
    {
        LocalObjectStore store = new();
        return new ErasurePipeline(store, new RecordSourceFactory(store, _ => { }), warehouse, "cti 0.0.0", TimeProvider.System, context.Logger);
    }

    public DoctorPipeline Doctor(RunContext context) => new(new LocalObjectStore(), new AwsAccess());
}
