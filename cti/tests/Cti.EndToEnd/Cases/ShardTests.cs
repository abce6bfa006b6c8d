using System.Text;
using System.Text.Json;
using Cti.EndToEnd.Running;
using Cti.Generator.Events;
using Cti.Generator.Output;
using Cti.Tests.Servers;
using Cti.Warehouses;

namespace Cti.EndToEnd.Cases;

/// <summary>A run in shards by the published program: over S3 into each warehouse, and over local files with kills.</summary>
[Collection(Undisturbed.Name)]
public sealed class ShardTests
{
    private const string Header = "id,timestamp,email,country,ip,uri,action,tags\n";

    [Theory]
    [InlineData("duckdb")]
    [InlineData("postgres")]
    [InlineData("redshift")]
    public async Task Load_ShardsThroughS3_LeavesTheTableOfASingleRun(string kind)
    {
        await using WarehouseStack single = await WarehouseStack.StartAsync(kind);
        await using WarehouseStack sharded = await WarehouseStack.StartAsync(kind);
        foreach (WarehouseStack stack in new[] { single, sharded })
        {
            // One row in three objects, and under its id another content in the second and the third, there before the first one.
            await PutAsync(stack, "a", Line(1, "View"), Line(2, "View"), Line(3, "View"));
            await PutAsync(stack, "b", Line(1, "View"), Line(1, "Buy"), Line(4, "View"));
            await PutAsync(stack, "c", Line(1, "Buy"), Line(1, "View"), Line(2, "Sell"), Line(4, "View"), Line(5, "View"));
            await PutAsync(stack, "d", "nothing that is an event");
        }

        string whole = (await single.Workspace.RunAsync(Extract(single))).Expect(0).Result.GetProperty("manifest").GetString()!;
        CtiRun expected = (await single.LoadAsync(whole, "--create")).Expect(0);
        JsonElement plan = (await sharded.Workspace.RunAsync("plan", "--dataset", "events", "--input", $"s3://{sharded.Bucket}/raw/", "--shards", "3")).Expect(0).Result;
        List<string> manifests = [];
        foreach (JsonElement shard in plan.GetProperty("shards").EnumerateArray())
            manifests.Add((await sharded.Workspace.RunAsync([.. Extract(sharded), "--shard", shard.GetProperty("shard").GetString()!])).Expect(0).Result.GetProperty("manifest").GetString()!);

        CtiRun missing = (await sharded.LoadAsync(manifests[0], "--create")).Expect(2);
        CtiRun load = (await sharded.LoadAsync(manifests[0][..manifests[0].IndexOf("shard=", StringComparison.Ordinal)], "--create")).Expect(0);
        CtiRun again = (await sharded.LoadAsync(manifests[2])).Expect(0);

        Assert.Contains("1/3, 2/3", missing.Cause, StringComparison.Ordinal);
        Assert.Equal(expected.Counts, load.Counts);
        Assert.Equal([12, 7, 4, 2, 0, 1], load.Counts);
        Assert.Equal(await single.TableAsync(), await sharded.TableAsync());
        Assert.True(again.Result.GetProperty("load")[0].GetProperty("already_loaded").GetBoolean());
        Assert.Equal(["1"], await sharded.AskAsync("SELECT count(*) FROM cti_ledger"));
        Assert.DoesNotContain(await sharded.S3.KeysAsync(sharded.Bucket), key => key.Contains("shard=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Load_LargeShardsThroughS3_StayUnderTheirMemoryLimit()
    {
        const long Limit = 256_000_000;
        using Workspace workspace = new();
        MotoServer server = await MotoServer.SharedAsync();
        string bucket = await server.NewBucketAsync();
        workspace.UseS3(server);
        Truth truth = workspace.Generate("events.csv", new EventsOptions { Rows = 900_000, Seed = 12 });
        Split(workspace, "events.csv", 4);
        foreach (string file in Directory.EnumerateFiles(workspace.At("raw")))
            await server.PutAsync(bucket, "raw/" + Path.GetFileName(file), await File.ReadAllBytesAsync(file));
        string manifest = string.Empty;
        for (int shard = 0; shard < 2; shard++)
        {
            CtiRun run = (await workspace.RunAsync(
                "extract-transform", "--dataset", "events", "--month", truth.Month!, "--input", $"s3://{bucket}/raw/", "--output", $"s3://{bucket}/out", "--memory", "256MB", "--shard", $"{shard}/2")).Expect(0);
            Assert.True(run.PeakBytes < Limit, $"shard {shard}: peak resident memory {run.PeakBytes / 1e6:F0} MB, the limit was {Limit / 1e6:F0} MB\n{run.Errors}");
            manifest = run.Result.GetProperty("manifest").GetString()!;
        }

        CtiRun load = (await workspace.RunAsync(
            "load", "--dataset", "events", "--input", manifest[..manifest.IndexOf("shard=", StringComparison.Ordinal)], "--warehouse", "duckdb:w.duckdb", "--memory", "256MB")).Expect(0);

        Assert.True(load.PeakBytes < Limit, $"load: peak resident memory {load.PeakBytes / 1e6:F0} MB, the limit was {Limit / 1e6:F0} MB\n{load.Errors}");
        Assert.Equal([truth.Counts.Read, truth.Counts.Written, truth.Counts.Duplicates, truth.Counts.Reassigned, truth.Counts.Filtered, truth.Counts.Rejected], load.Counts);
        Assert.Equal([truth.Counts.Written, truth.DistinctKeys], workspace.Query("SELECT count(*), count(DISTINCT id) FROM events", "w.duckdb").Rows[0]);
        Assert.Equal(0, await server.OpenUploadsAsync(bucket));
    }

    [Fact]
    public async Task Load_KilledAtRandomMoments_EndsWithTheTableOfASingleRun()
    {
        int seed = Environment.TickCount;
        Random random = new(seed);
        using Workspace workspace = new();
        Truth truth = workspace.Generate("events.csv", new EventsOptions { Rows = 120_000, Seed = 11 });
        Split(workspace, "events.csv", 5);
        string[] extract = ["extract-transform", "--dataset", "events", "--month", truth.Month!, "--input", "raw", "--output", "out"];
        string whole = (await workspace.RunAsync([.. extract[..^1], "single"])).Expect(0).Result.GetProperty("manifest").GetString()!;
        (await workspace.RunAsync("load", "--dataset", "events", "--input", whole, "--warehouse", "duckdb:single.duckdb")).Expect(0);

        // The second shard is one that was killed, and run again.
        await workspace.RunAsync([.. extract, "--shard", "1/3"], process => KillAsync(process, 400));
        workspace.Variables["JOB_COMPLETION_INDEX"] = "1";
        (await workspace.RunAsync([.. extract, "--shard", "/3"])).Expect(0);
        (await workspace.RunAsync([.. extract, "--shard", "0/3"])).Expect(0);
        string manifest = (await workspace.RunAsync([.. extract, "--shard", "2/3"])).Expect(0).Result.GetProperty("manifest").GetString()!;
        string[] load = ["load", "--dataset", "events", "--input", Path.GetDirectoryName(Path.GetDirectoryName(manifest))!, "--warehouse", "duckdb:sharded.duckdb"];
        for (int kill = 0; kill < 8; kill++)
            await workspace.RunAsync(load, process => KillAsync(process, random.Next(100, 1500)));

        CtiRun end = (await workspace.RunAsync(load)).Expect(0);

        Assert.Equal([truth.Counts.Read, truth.Counts.Written, truth.Counts.Duplicates, truth.Counts.Reassigned, truth.Counts.Filtered, truth.Counts.Rejected], end.Counts);
        Assert.True(Describe(workspace, "single.duckdb") == Describe(workspace, "sharded.duckdb"), $"seed {seed}: the tables differ");
        Assert.Equal(1L, workspace.Query("SELECT count(*) FROM cti_ledger", "sharded.duckdb").Rows[0][0]);
    }

    private static string[] Extract(WarehouseStack stack) => ["extract-transform", "--dataset", "events", "--input", $"s3://{stack.Bucket}/raw/", "--output", $"s3://{stack.Bucket}/out"];

    private static Task PutAsync(WarehouseStack stack, string name, params string[] lines) =>
        stack.S3.PutAsync(stack.Bucket, $"raw/events-{name}.csv", Encoding.UTF8.GetBytes(Header + string.Join('\n', lines) + "\n"));

    private static string Line(int n, string action) => $"00000000-0000-4000-8000-{n:D12},2021-04-0{n},User{n}@Mail.example.com,uk,10.0.0.{n},/Page,{action},\"['a']\"";

    /// <summary>The lines of a file dealt out over several, so that equal rows and clashes lie in different ones.</summary>
    private static void Split(Workspace workspace, string file, int files)
    {
        string[] lines = File.ReadAllLines(workspace.At(file));
        for (int i = 0; i < files; i++)
            workspace.Write($"raw/events-{i}.csv", lines[0] + "\n" + string.Join('\n', lines.Skip(1).Where((_, n) => n % files == i)) + "\n");
    }

    private static async Task KillAsync(System.Diagnostics.Process process, int milliseconds)
    {
        await Task.Delay(milliseconds);
        if (!process.HasExited)
            process.Kill();
    }

    private static string Describe(Workspace workspace, string warehouse)
    {
        QueryTable rows = workspace.Query("SELECT count(*), bit_xor(hash(events))::VARCHAR, sum(hash(events) % 1000003)::VARCHAR FROM events", warehouse);
        return string.Join(' ', rows.Rows[0]);
    }
}
