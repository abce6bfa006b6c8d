using System.Text.Json.Nodes;
using Cti.Cli.Schemas;
using Cti.Manifests;
using Cti.Tests.Cli.Schemas;

namespace Cti.Tests.Cli.Verbs;

/// <summary><c>plan</c>, and the shard that <c>extract-transform</c> is told.</summary>
public sealed class PlanVerbTests : IDisposable
{
    private static readonly string[] Extract = ["extract-transform", "--dataset", "events", "--input", "a.csv", "--output", "out"];
    private readonly CliRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task Plan_Objects_ArePrintedInShardsOnOneLineAndHandedOver()
    {
        foreach (string name in new[] { "events-a.csv", "events-b.csv", "other.csv" })
            _run.Write($"raw/{name}", "id\n");

        Assert.Equal(0, await _run.RunAsync("plan", "--dataset", "events", "--input", _run.At("raw"), "--shards", "3"));

        JsonObject plan = _run.Result;
        Assert.Equal((2, 6, "events"), (plan["objects"]!.GetValue<int>(), plan["bytes"]!.GetValue<int>(), plan["dataset"]!.GetValue<string>()));
        Assert.Equal(["0/3 [\"events-a.csv\"]", "1/3 [\"events-b.csv\"]", "2/3 []"], plan["shards"]!.AsArray().Select(s => $"{s!["shard"]} {s["inputs"]!.ToJsonString().Replace(_run.At("raw") + "/", string.Empty, StringComparison.Ordinal)}"));
        Assert.Empty(Assert.Single(JsonSchemaValidator.Validate(SchemaCatalog.Read("plan"), _run.Output)));
        Assert.Equal(_run.Output, await File.ReadAllTextAsync(_run.XComFile));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("10001")]
    [InlineData("many")]
    public async Task Plan_NoNumberOfShards_Exits2(string shards)
    {
        Assert.Equal(2, await _run.RunAsync("plan", "--dataset", "events", "--input", _run.Folder, "--shards", shards));

        Assert.Contains("--shards", _run.LastErrorLine, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2/3", null)]
    [InlineData("/3", "2")]
    public async Task Extract_Shard_ReachesThePipeline(string option, string? index)
    {
        _run.Parts.OnExtract = (_, _, _) => SampleRuns.Outcome;
        if (index is not null)
            _run.Environment["JOB_COMPLETION_INDEX"] = index;

        Assert.Equal(0, await _run.RunAsync([.. Extract, "--shard", option]));

        Assert.Equal(new Shard(2, 3), _run.Parts.Request!.Shard);
    }

    [Fact]
    public async Task Extract_IndexInTheEnvironmentAlone_IsAWholeRun()
    {
        _run.Parts.OnExtract = (_, _, _) => SampleRuns.Outcome;
        _run.Environment["JOB_COMPLETION_INDEX"] = "2";

        Assert.Equal(0, await _run.RunAsync(Extract));

        Assert.Null(_run.Parts.Request!.Shard);
    }

    [Theory]
    [InlineData("3/3", "--shard 3/3 is no shard")]
    [InlineData("0/0", "--shard 0/0 is no shard")]
    [InlineData("0/10001", "at most 10000")]
    [InlineData("1", "--shard 1 is no shard")]
    [InlineData("-1/3", "--shard -1/3 is no shard")]
    [InlineData("/3", "JOB_COMPLETION_INDEX, which is not set")]
    public async Task Extract_NoShard_Exits2AndSaysWhatOneIs(string shard, string reason)
    {
        Assert.Equal(2, await _run.RunAsync([.. Extract, $"--shard={shard}"]));

        Assert.Contains(reason, _run.LastErrorLine, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--archive", "old")]
    [InlineData("--incremental", "--state", "state")]
    public async Task Extract_ShardOfWhatIsTakenOnce_Exits2(params string[] more)
    {
        Assert.Equal(2, await _run.RunAsync([.. Extract, "--shard", "0/2", .. more]));

        Assert.Contains("--shard goes with neither", _run.LastErrorLine, StringComparison.Ordinal);
    }
}
