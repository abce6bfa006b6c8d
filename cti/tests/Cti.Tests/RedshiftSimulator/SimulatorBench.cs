using System.Globalization;
using System.Text.Json;
using Cti.RedshiftSimulator;
using Cti.Tests.Servers;

namespace Cti.Tests.RedshiftSimulator;

/// <summary>A simulator over a database and a bucket of a test's own.</summary>
internal sealed class SimulatorBench : IAsyncDisposable
{
    private readonly PostgresServer _postgres;
    private readonly MotoServer _s3;
    private readonly TemporaryFolder _folder = new();

    private SimulatorBench(PostgresServer postgres, MotoServer s3, string database, string bucket, DataApiSimulator simulator, SimulatorOptions options)
    {
        (_postgres, _s3, Database, Bucket, Simulator) = (postgres, s3, database, bucket, simulator);
        Client = new SignedClient(simulator.Endpoint, options.Keys[0], database);
    }

    public string Database { get; }

    public string Bucket { get; }

    public DataApiSimulator Simulator { get; }

    public SignedClient Client { get; }

    public static async Task<SimulatorBench> StartAsync(Func<SimulatorOptions, SimulatorOptions>? with = null)
    {
        PostgresServer postgres = await PostgresServer.SharedAsync();
        MotoServer s3 = await MotoServer.SharedAsync();
        SimulatorOptions options = new()
        {
            Postgres = postgres.ConnectionString(),
            S3 = new SimulatorS3(s3.Endpoint, s3.AccessKey, s3.SecretKey, s3.Region),
            Keys = [new SimulatorKey("AKIDSIMULATOR", "simulator/secret+key")],
        };
        options = with?.Invoke(options) ?? options;
        return new SimulatorBench(postgres, s3, await postgres.NewDatabaseAsync(), await s3.NewBucketAsync(), await DataApiSimulator.StartAsync(options), options);
    }

    /// <summary>What PostgreSQL itself holds.</summary>
    public Task<string[]> AskAsync(string sql) => _postgres.AskAsync(Database, sql);

    /// <summary>Runs one statement to its end.</summary>
    public async Task<JsonElement> RunAsync(string sql) => await Client.EndAsync(await Client.ExecuteAsync(sql));

    /// <summary>Runs a batch to its end.</summary>
    public async Task<JsonElement> BatchAsync(params string[] sqls) => await Client.EndAsync(await Client.BatchAsync(sqls));

    /// <summary>Runs one statement that must succeed.</summary>
    public async Task DoneAsync(string sql)
    {
        JsonElement end = await RunAsync(sql);
        Assert.True(end.GetProperty("Status").GetString() == "FINISHED", $"{sql}: {end}");
    }

    /// <summary>A Parquet file that DuckDB writes, in the bucket.</summary>
    /// <returns>Its entry in a manifest, with the true length.</returns>
    public async Task<string> ParquetAsync(string key, string select)
    {
        string path = _folder.At(Guid.NewGuid().ToString("N"));
        InMemory.Execute($"COPY ({select}) TO '{path}' (FORMAT parquet)");
        byte[] content = await File.ReadAllBytesAsync(path);
        await _s3.PutAsync(Bucket, key, content);
        return Entry(key, content.Length);
    }

    public string Entry(string key, long length, bool mandatory = true) => string.Create(
        CultureInfo.InvariantCulture, $$$"""{"url":"s3://{{{Bucket}}}/{{{key}}}","mandatory":{{{(mandatory ? "true" : "false")}}},"meta":{"content_length":{{{length}}}}}""");

    /// <summary>Writes a manifest and gives the COPY of it.</summary>
    public async Task<string> CopyAsync(string target, params string[] entries)
    {
        string key = $"manifest-{Guid.NewGuid():N}.json";
        await PutAsync(key, $$"""{"entries":[{{string.Join(',', entries)}}]}""");
        return $"COPY {target} FROM 's3://{Bucket}/{key}' IAM_ROLE 'arn:aws:iam::123456789012:role/copy' FORMAT AS PARQUET MANIFEST STATUPDATE OFF";
    }

    public Task PutAsync(string key, string text) => _s3.PutAsync(Bucket, key, System.Text.Encoding.UTF8.GetBytes(text));

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Simulator.DisposeAsync();
        await _postgres.DropDatabaseAsync(Database);
        _folder.Dispose();
    }
}
