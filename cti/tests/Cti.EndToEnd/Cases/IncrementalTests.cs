using System.Text.Json;
using Cti.EndToEnd.Running;
using Cti.Tests.Servers;

namespace Cti.EndToEnd.Cases;

/// <summary>Several processes over one prefix of a real S3 server, and what they leave.</summary>
public sealed class IncrementalTests : IAsyncLifetime, IDisposable
{
    private const int Objects = 24;
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
    public async Task ExtractTransform_TwoProcessesAtOnce_TakeEachObjectOnce()
    {
        for (int i = 0; i < Objects; i++)
            await PutAsync(i);
        Task<List<string>>[] workers = [TakeAllAsync(), TakeAllAsync()];
        for (int i = Objects; i < Objects + 6; i++)
            await PutAsync(i);
        List<string>[] taken = await Task.WhenAll(workers);
        List<string> last = await TakeAllAsync();

        string[] all = [.. taken.SelectMany(t => t).Concat(last)];
        Assert.Equal(Objects + 6, all.Length);
        Assert.Equal(Objects + 6, all.Distinct().Count());
        (await _workspace.RunAsync(Command)).Expect(99);
    }

    [Fact]
    public async Task Run_KilledByTheKernelThenAgain_LoadsEachRowOnceAndArchivesAll()
    {
        for (int i = 0; i < Objects; i++)
            await PutAsync(i);
        string[] command = ["run", "--dataset", "key-data", "--input", $"s3://{_bucket}/raw/", "--output", $"s3://{_bucket}/out", "--incremental", "--state", $"s3://{_bucket}/state", "--archive", $"s3://{_bucket}/archive", "--warehouse", "duckdb:w.duckdb"];
        const int Seed = 20261120;
        Random random = new(Seed);
        for (int kill = 0; kill < 4; kill++)
        {
            await _workspace.RunKilledAsync(command, TimeSpan.FromMilliseconds(random.Next(100, 900)));
            await PutAsync(Objects + kill);
        }

        for (int tries = 0; tries < 10; tries++)
        {
            if ((await _workspace.RunAsync(command)).ExitCode == 99)
                break;
        }

        Assert.Equal((long)Objects + 4, _workspace.Query("SELECT count(*) FROM key_data", "w.duckdb").Rows[0][0]);
        Assert.Equal((long)Objects + 4, _workspace.Query("SELECT count(DISTINCT key) FROM key_data", "w.duckdb").Rows[0][0]);
        string[] manifests = [.. (await _server.KeysAsync(_bucket)).Where(k => k.EndsWith("/manifest.json", StringComparison.Ordinal))];
        List<string> inputs = [];
        foreach (string manifest in manifests)
            inputs.AddRange(InputsOf(JsonDocument.Parse(await _server.GetAsync(_bucket, manifest)).RootElement));
        Assert.Equal(Objects + 4, inputs.Count);
        Assert.Equal(Objects + 4, inputs.Distinct().Count());
        string[] keys = await _server.KeysAsync(_bucket);
        Assert.DoesNotContain(keys, k => k.StartsWith("raw/", StringComparison.Ordinal));
        Assert.Equal(Objects + 4, keys.Count(k => k.StartsWith("archive/", StringComparison.Ordinal)));
    }

    private string[] Command => ["extract-transform", "--dataset", "key-data", "--input", $"s3://{_bucket}/raw/", "--output", $"s3://{_bucket}/out", "--incremental", "--state", $"s3://{_bucket}/state"];

    private Task PutAsync(int number) => _server.PutAsync(_bucket, $"raw/{number:D3}.csv", System.Text.Encoding.UTF8.GetBytes($"key,data\nk{number},v\n"));

    /// <summary>Runs the command until nothing is left; the objects that its runs read.</summary>
    private async Task<List<string>> TakeAllAsync()
    {
        List<string> taken = [];
        for (int tries = 0; tries < 60; tries++)
        {
            CtiRun run = await _workspace.RunAsync(Command);
            if (run.ExitCode == 99)
                break;
            if (run.ExitCode == 75)
                continue;
            string manifest = run.Expect(0).Result.GetProperty("manifest").GetString()!;
            taken.AddRange(InputsOf(JsonDocument.Parse(await _server.GetAsync(_bucket, manifest[$"s3://{_bucket}/".Length..])).RootElement));
        }

        return taken;
    }

    private static IEnumerable<string> InputsOf(JsonElement manifest) => manifest.GetProperty("inputs").EnumerateArray().Select(i => i.GetProperty("uri").GetString()!);
}
