using Cti.Aws;
using Cti.Cli.Options;
using Cti.Cli.Settings;
using Cti.ObjectStores;
using Cti.Pipelines;
using Cti.Pipelines.Archiving;
using Cti.Pipelines.Doctor;
using Cti.Pipelines.Erasure;
using Cti.Pipelines.Extraction;
using Cti.Pipelines.Sharding;
using Cti.Pipelines.Incremental;
using Cti.Pipelines.References;
using Cti.Telemetry;
using Cti.Warehouses;
using Cti.Warehouses.DuckDb;
using Cti.Warehouses.Glue;
using Cti.Warehouses.Postgres;
using Cti.Warehouses.Redshift;

namespace Cti.Cli;

/// <summary>Puts the program's parts together, by hand. What it made for a load goes when it is disposed.</summary>
public sealed class Composition : IParts, IDisposable
{
    private const int MebiByte = 1 << 20;

    // Who asks what is wrong does not want to wait for what a run would try again.
    private const int DoctorRetries = 1;
    private readonly TimeProvider _clock;
    private ObjectStoreRouter? _store;

    /// <summary>Makes it; nothing is opened yet.</summary>
    /// <param name="clock">The time.</param>
    public Composition(TimeProvider clock) => _clock = clock;

    /// <inheritdoc/>
    public IExtractTransform ExtractTransform(RunContext context) =>
        new ArchivingPipeline(new IncrementalPipeline(new Extract(this, context), SharedStore(context), ToolVersion.Name, _clock, context.Logger), SharedStore(context), context.Logger);

    /// <inheritdoc/>
    public IWarehouse Warehouse(string name, RunContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        CtiSettings settings = context.Settings;
        var options = new WarehouseOptions(new TableNaming(settings.Schema, settings.Table), EngineOf(context))
        {
            Postgres = new PostgresSettings(settings.Hostname, settings.Port, settings.Database, settings.Username, settings.Password),
            Redshift = RedshiftSettingsOf(settings),
            Glue = new GlueSettings { Database = settings.Database, Workgroup = settings.Workgroup, Access = AccessOf(settings) },
            Logger = context.Logger,
        };
        return WarehouseFactory.Create(name, options, SharedStore(context), _clock);
    }

    /// <inheritdoc/>
    public IObjectStore Store(RunContext context) => SharedStore(context);

    /// <inheritdoc/>
    public LoadPipeline Load(IWarehouse warehouse, RunContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var sources = new RecordSourceFactory(SharedStore(context), context.Logger.SourceWarning);
        ErasurePepper pepper = new(context.Settings.Pepper, context.Settings.PepperVersion ?? ExtractOptions.FirstPepperVersion);
        return new LoadPipeline(SharedStore(context), warehouse, new RunResolver(SharedStore(context), sources, ToolVersion.Name, context.Resources, pepper, context.Logger));
    }

    /// <inheritdoc/>
    public ErasurePipeline Erasure(IWarehouse warehouse, RunContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        ObjectStoreRouter store = SharedStore(context);
        return new ErasurePipeline(store, new RecordSourceFactory(store, _ => { }), warehouse, ToolVersion.Name, _clock, context.Logger);
    }

    /// <inheritdoc/>
    public DoctorPipeline Doctor(RunContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        _store ??= new ObjectStoreRouter(StoreOptions(context) with { MaxRetries = DoctorRetries });
        return new DoctorPipeline(_store, AccessOf(context.Settings));
    }

    /// <inheritdoc/>
    public void Dispose() => _store?.Dispose();

    private static DuckDbOptions EngineOf(RunContext context) => new(context.Resources.MemoryBytes, context.Resources.Threads, context.Resources.SpillFolder);

    private static RedshiftSettings RedshiftSettingsOf(CtiSettings settings) => new()
    {
        Workgroup = settings.Workgroup,
        Cluster = settings.Cluster,
        Hostname = settings.Hostname,
        Database = settings.Database,
        Username = settings.Username,
        HasPassword = settings.Password is not null,
        SecretArn = settings.SecretArn,
        Iam = settings.Iam,
        Access = AccessOf(settings),
    };

    private static AwsAccess AccessOf(CtiSettings settings) => new()
    {
        AccessKey = settings.AccessKey,
        SecretKey = settings.SecretKey,
        SessionToken = settings.SessionToken,
        Region = settings.Region,
        Endpoint = settings.EndpointUrl?.ToString(),
    };

    private ObjectStoreRouter SharedStore(RunContext context) => _store ??= new ObjectStoreRouter(StoreOptions(context));

    private static ObjectStoreOptions StoreOptions(RunContext context)
    {
        CtiSettings settings = context.Settings;
        int transferBytes = MemoryPlan.For(context.Resources.MemoryBytes, context.Resources.Threads, isRemote: true).TransferBytes;
        var standard = new ObjectStoreOptions();
        return standard with
        {
            AccessKey = settings.AccessKey,
            SecretKey = settings.SecretKey,
            SessionToken = settings.SessionToken,
            Region = settings.Region,
            Endpoint = settings.EndpointUrl?.ToString(),
            RangeBytes = Math.Clamp(transferBytes / standard.RangesInFlight, MebiByte, standard.RangeBytes),
            // One more part than in flight is being filled.
            PartsInFlight = Math.Clamp((transferBytes / standard.PartBytes) - 1, 1, standard.PartsInFlight),
            Retrying = retry => context.Logger.CallRetried(retry.Stage, retry.Uri, retry.Attempt, retry.Reason),
        };
    }

    // The store of an extract lives as long as the extract: its buffers must be gone when a load begins.
    private sealed class Extract(Composition parts, RunContext context) : IExtractTransform
    {
        public async Task<ExtractTransformOutcome> RunAsync(ExtractTransformRequest request, IRunProgress progress, CancellationToken cancellationToken)
        {
            using var store = new ObjectStoreRouter(StoreOptions(context));
            var sources = new RecordSourceFactory(store, context.Logger.SourceWarning);
            var references = new ReferenceFactory(store, sources, EngineOf(context), name => parts.Warehouse(name, context));
            var pipeline = new ExtractTransformPipeline(store, sources, ToolVersion.Name, parts._clock, context.Logger, references);
            ExtractTransformOutcome outcome = await pipeline.RunAsync(request, progress, cancellationToken).ConfigureAwait(false);

            // The run ends on the stack of its last write, which holds on to every buffer: a load must not begin on top of it.
            await Task.Yield();
            return outcome;
        }
    }
}
