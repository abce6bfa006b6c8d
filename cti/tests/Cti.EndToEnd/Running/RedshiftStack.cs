using Cti.RedshiftSimulator;
using Cti.Tests.Servers;

namespace Cti.EndToEnd.Running;

/// <summary>The Data API's simulator over a database of one's own and a bucket in a real S3, and a workspace whose calls go there.</summary>
internal sealed class RedshiftStack : IAsyncDisposable
{
    /// <summary>The secret key that the simulator knows; to be found nowhere.</summary>
    public const string Secret = "planted/aws+secret=key";

    private readonly PostgresServer _postgres;

    private RedshiftStack(PostgresServer postgres, MotoServer s3, string database, string bucket, DataApiSimulator simulator)
    {
        (_postgres, S3, Database, Bucket, Simulator) = (postgres, s3, database, bucket, simulator);
        Workspace.UseS3(s3);
        Workspace.Variables["AWS_ENDPOINT_URL_REDSHIFT_DATA"] = simulator.Endpoint;
        Workspace.Variables["CTI_ACCESS_KEY"] = "AKIDSIMULATOR";
        Workspace.Variables["CTI_SECRET_KEY"] = Secret;
        Workspace.Variables["CTI_WORKGROUP"] = "etl";
        Workspace.Variables["CTI_DATABASE"] = database;
        Workspace.Variables["CTI_IAM"] = "arn:aws:iam::123456789012:role/copy";
    }

    public Workspace Workspace { get; } = new();

    public DataApiSimulator Simulator { get; }

    public MotoServer S3 { get; }

    public string Database { get; }

    public string Bucket { get; }

    public static async Task<RedshiftStack> StartAsync()
    {
        PostgresServer postgres = await PostgresServer.SharedAsync();
        MotoServer s3 = await MotoServer.SharedAsync();
        DataApiSimulator simulator = await DataApiSimulator.StartAsync(new SimulatorOptions
        {
            Postgres = postgres.ConnectionString(),
            S3 = new SimulatorS3(s3.Endpoint, s3.AccessKey, s3.SecretKey, s3.Region),
            Keys = [new SimulatorKey("AKIDSIMULATOR", Secret)],
        });
        return new RedshiftStack(postgres, s3, await postgres.NewDatabaseAsync(), await s3.NewBucketAsync(), simulator);
    }

    public Task<string[]> AskAsync(string sql) => _postgres.AskAsync(Database, sql);

    public async ValueTask DisposeAsync()
    {
        Workspace.Dispose();
        await Simulator.DisposeAsync();
        await _postgres.DropDatabaseAsync(Database);
    }
}
