using Amazon.S3.Transfer;
using Cti.EndToEnd.Running;
using Cti.Generator.Events;
using Cti.Generator.Output;
using Cti.Tests.Servers;

namespace Cti.EndToEnd.Cases;

/// <summary>Input and output in a real S3 server over HTTP.</summary>
[Collection(Undisturbed.Name)]
public sealed class S3Tests : IAsyncLifetime, IDisposable
{
    private readonly Workspace _workspace = new();
    private MotoServer _server = null!;
    private string _bucket = string.Empty;

    public async Task InitializeAsync()
    {
        _server = await MotoServer.SharedAsync();
        _bucket = await _server.NewBucketAsync();
        _workspace.UseS3(_server);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task Run_MonthThroughS3_GivesTheSameBytesAsLocallyAndARerunIsReused()
    {
        Truth truth = _workspace.Generate("events.csv", new EventsOptions { Rows = 60_000, Seed = 5 });
        await _server.PutAsync(_bucket, "raw/2021/04/events.csv", await File.ReadAllBytesAsync(_workspace.At("events.csv")));
        string[] command = ["run", "--dataset", "events", "--month", truth.Month!, "--input", $"s3://{_bucket}/raw/2021/04/", "--output", $"s3://{_bucket}/out", "--warehouse", "duckdb:w.duckdb"];

        CtiRun first = (await _workspace.RunAsync(command)).Expect(0);
        string[] keys = await _server.KeysAsync(_bucket);
        CtiRun again = (await _workspace.RunAsync(command)).Expect(0);
        CtiRun local = (await _workspace.RunAsync("extract-transform", "--dataset", "events", "--month", truth.Month!, "--input", "events.csv", "--output", "out")).Expect(0);

        Assert.Equal(truth.Counts.Written, first.Counts[1]);
        Assert.Equal(truth.Counts.Written, _workspace.Query("SELECT count(*) FROM events", "w.duckdb").Rows[0][0]);
        Assert.True(again.Result.GetProperty("reused").GetBoolean());
        Assert.True(again.Result.GetProperty("load")[0].GetProperty("already_loaded").GetBoolean());
        Assert.Equal(keys, await _server.KeysAsync(_bucket));
        Assert.Equal(0, await _server.OpenUploadsAsync(_bucket));
        Assert.Equal(Digest(local), Digest(first));
    }

    [Fact]
    public async Task Run_LargeObjectThroughS3_StaysUnderItsMemoryLimit()
    {
        const long Limit = 256_000_000;
        Truth truth = _workspace.Generate("events.csv", new EventsOptions { Rows = 1_400_000, Seed = 6 });
        Assert.True(truth.Bytes >= 200_000_000, $"{truth.Bytes} bytes are not the 200 MB wanted");
        using (TransferUtility transfer = new(_server.Client))
            await transfer.UploadAsync(_workspace.At("events.csv"), _bucket, "raw/events.csv");
        File.Delete(_workspace.At("events.csv"));

        CtiRun run = (await _workspace.RunAsync(
            "run", "--dataset", "events", "--month", truth.Month!, "--input", $"s3://{_bucket}/raw/events.csv", "--output", $"s3://{_bucket}/out", "--warehouse", "duckdb:w.duckdb", "--memory", "256MB")).Expect(0);

        Assert.Equal([truth.Counts.Read, truth.Counts.Written, truth.Counts.Duplicates, truth.Counts.Reassigned, truth.Counts.Filtered, truth.Counts.Rejected], run.Counts);
        Assert.Equal([truth.Counts.Written, truth.DistinctKeys], _workspace.Query("SELECT count(*), count(DISTINCT id) FROM events", "w.duckdb").Rows[0]);
        Assert.True(run.PeakBytes < Limit, $"peak resident memory {run.PeakBytes / 1e6:F0} MB, the limit was {Limit / 1e6:F0} MB\n{run.Errors}");
    }

    private static string?[] Digest(CtiRun run) => [.. run.Result.GetProperty("outputs").EnumerateArray().Select(o => o.GetProperty("sha256").GetString())];
}
