using System.Collections.Concurrent;
using Cti.Aws;
using Cti.ObjectStores;
using Cti.ObjectStores.S3;
using Cti.RedshiftSimulator;
using Cti.Tests.Servers;
using Cti.Tests.Warehouses.Cases;
using Cti.Warehouses;
using Cti.Warehouses.DuckDb;
using Cti.Warehouses.Redshift;
using Microsoft.Extensions.Logging;

namespace Cti.Tests.Warehouses.Redshift;

/// <summary>The Data API's simulator over a database of one's own, and a bucket of one's own in a real S3.</summary>
internal sealed class RedshiftBench : WarehouseBench, ILogger
{
    private const string Secret = "simulator/secret+key";
    private readonly PostgresServer _postgres;
    private readonly MotoServer _s3;
    private readonly S3ObjectStore _store;
    private readonly ConcurrentQueue<string> _log = [];

    private bool _isSecond;

    private RedshiftBench(PostgresServer postgres, MotoServer s3, string database, string bucket, DataApiSimulator simulator)
    {
        (_postgres, _s3, Database, Bucket, Simulator) = (postgres, s3, database, bucket, simulator);
        _store = new S3ObjectStore(new ObjectStoreOptions { Endpoint = s3.Endpoint, Region = s3.Region, AccessKey = s3.AccessKey, SecretKey = s3.SecretKey });
    }

    public override string Kind => "redshift";

    public override SqlDialect Dialect => RedshiftDialect.Instance;

    public override string Root => $"s3://{Bucket}/out";

    public string Database { get; }

    public string Bucket { get; }

    public DataApiSimulator Simulator { get; }

    public MotoServer S3 => _s3;

    /// <summary>Every line that was logged.</summary>
    public IReadOnlyCollection<string> Log => _log;

    public RedshiftSettings Settings => new()
    {
        Workgroup = "etl",
        Database = Database,
        Iam = "arn:aws:iam::123456789012:role/copy",
        Access = new AwsAccess { AccessKey = "AKIDSIMULATOR", SecretKey = Secret, Region = "us-east-1", Endpoint = Simulator.Endpoint },
    };

    public static async Task<WarehouseBench> OpenAsync() => await StartAsync();

    public static async Task<RedshiftBench> StartAsync(Func<SimulatorOptions, SimulatorOptions>? with = null)
    {
        PostgresServer postgres = await PostgresServer.SharedAsync();
        MotoServer s3 = await MotoServer.SharedAsync();
        SimulatorOptions options = Options(postgres, s3);
        DataApiSimulator simulator = await DataApiSimulator.StartAsync(with?.Invoke(options) ?? options);
        // The shared cases name this one themselves.
        await s3.Client.PutBucketAsync("bucket");
        return new RedshiftBench(postgres, s3, await postgres.NewDatabaseAsync(), await s3.NewBucketAsync(), simulator);
    }

    /// <summary>The same database and bucket behind another simulator, which knows nothing of this one's statements.</summary>
    public async Task<RedshiftBench> RestartAsync(Func<SimulatorOptions, SimulatorOptions> with) =>
        new(_postgres, _s3, Database, Bucket, await DataApiSimulator.StartAsync(with(Options(_postgres, _s3)))) { _isSecond = true };

    internal override RedshiftWarehouse Warehouse(TableNaming? naming = null) =>
        new(Settings, naming ?? TableNaming.Default, new DuckDbOptions(WarehouseBench.Memory, 2, Spill), _store, TimeProvider.System, this, new BackOff(6, TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(300)));

    public override Task<string[]> AskAsync(string sql) => _postgres.AskAsync(Database, sql);

    public override Task DoAsync(string sql) => _postgres.ExecuteAsync(Database, sql);

    public override async Task DeleteAsync(string uri) => await _s3.Client.DeleteObjectAsync(Bucket, uri[$"s3://{Bucket}/".Length..]);

    public override void AssertIdle() => Assert.DoesNotContain(Simulator.Statements, s => s.IsRunning);

    public override async ValueTask DisposeAsync()
    {
        await Simulator.DisposeAsync();
        if (!_isSecond)
            await _postgres.DropDatabaseAsync(Database);
        _store.Dispose();
        await base.DisposeAsync();
    }

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => _log.Enqueue(formatter(state, exception) + exception);

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    protected override void Publish(string uri, string path)
    {
        string[] place = uri["s3://".Length..].Split('/', 2);
        _s3.PutAsync(place[0], place[1], File.ReadAllBytes(path)).GetAwaiter().GetResult();
    }

    private static SimulatorOptions Options(PostgresServer postgres, MotoServer s3) => new()
    {
        Postgres = postgres.ConnectionString(),
        S3 = new SimulatorS3(s3.Endpoint, s3.AccessKey, s3.SecretKey, s3.Region),
        Keys = [new SimulatorKey("AKIDSIMULATOR", Secret)],
    };
}
