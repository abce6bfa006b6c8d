using System.Text.Json.Nodes;
using Cti.Cli.Schemas;
using Cti.Failures;
using Cti.Pipelines;
using Cti.Tests.Cli.Schemas;

namespace Cti.Tests.Cli.Verbs;

public sealed class ExtractTransformVerbTests : IDisposable
{
    private static readonly string[] Minimal = ["extract-transform", "--dataset", "events", "--input", "a.csv", "--output", "out"];
    private readonly CliRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task Run_Succeeds_PrintsOneResultLineAndWritesItToBothFiles()
    {
        _run.Parts.OnExtract = (_, _, _) => SampleRuns.Outcome;

        int exitCode = await _run.RunAsync([.. Minimal, "--result", _run.At("result.json")]);

        Assert.Equal(0, exitCode);
        JsonObject result = _run.Result;
        Assert.Equal("ok", result["status"]!.GetValue<string>());
        Assert.Equal("events-2021-04-3f9c", result["run"]!.GetValue<string>());
        Assert.Equal(10, result["counts"]!["read"]!.GetValue<long>());
        Assert.Equal(6, result["outputs"]![0]!["rows"]!.GetValue<long>());
        Assert.Equal(_run.Output, await File.ReadAllTextAsync(_run.At("result.json")));
        Assert.Equal(_run.Output, await File.ReadAllTextAsync(_run.XComFile));
        Assert.Empty(Assert.Single(JsonSchemaValidator.Validate(SchemaCatalog.Read("result"), _run.Output)));
        Assert.Equal("cti: Run events-2021-04-3f9c read 10 records and wrote 6; 1 duplicates, 2 filtered, 1 rejected.", _run.LastErrorLine);
    }

    [Fact]
    public async Task Run_AllOptions_ReachThePipeline()
    {
        _run.Parts.OnExtract = (_, _, _) => SampleRuns.Outcome;
        _run.Environment["CTI_PEPPER"] = "planted-pepper";

        int exitCode = await _run.RunAsync(
            "extract-transform", "--dataset", "events", "--input", "a.csv", "b.csv", "@c.csv", "--output", "out/", "--month", "2021-04", "--max-reject-rate", "0.1",
            "--if-missing", "skip", "--anonymize", "COUNTRY", "email", "--codec", "gzip", "--dry-run", "--run-key", "k-1",
            "--memory", "256MB", "--threads", "3", "--spill-dir", _run.At("spill"));

        Assert.Equal(0, exitCode);
        ExtractTransformRequest request = _run.Parts.Request!;
        Assert.Equal("events", request.Dataset.Name);
        Assert.Equal(["a.csv", "b.csv", "@c.csv"], request.Inputs);
        Assert.Equal("out", request.Output);
        Assert.Equal("2021-04", request.Month);
        Assert.Equal(0.1, request.MaxRejectRate);
        Assert.Equal(MissingInput.Skip, request.IfMissing);
        Assert.Equal(["email", "country"], request.Anonymize);
        Assert.Equal("planted-pepper", request.Pepper);
        Assert.Equal("1", request.PepperVersion);
        Assert.Equal("gzip", request.Codec);
        Assert.True(request.DryRun);
        Assert.Equal("k-1", request.RunKey);
        Assert.Equal(new RunResources(256_000_000, 3, _run.At("spill")), request.Resources);
    }

    [Fact]
    public async Task Run_NoOptions_HasTheDefaultsOfTheContract()
    {
        _run.Parts.OnExtract = (_, _, _) => SampleRuns.Outcome;

        await _run.RunAsync(Minimal);

        ExtractTransformRequest request = _run.Parts.Request!;
        Assert.Equal((null, 0.05, MissingInput.Fail, "snappy", false, null, null), (request.Month, request.MaxRejectRate, request.IfMissing, request.Codec, request.DryRun, request.RunKey, request.Pepper));
        Assert.Empty(request.Anonymize);
    }

    [Fact]
    public async Task Run_GateClosed_IsRefusedWithExit3()
    {
        _run.Parts.OnExtract = (_, _, _) => SampleRuns.ClosedGate;

        Assert.Equal(3, await _run.RunAsync(Minimal));
        Assert.Equal("refused", _run.Result["status"]!.GetValue<string>());
        Assert.Equal("quality-gate", _run.Result["error"]!["kind"]!.GetValue<string>());
        Assert.Equal("cti: 600 of 10000 records were rejected, 0.05 are allowed.", _run.LastErrorLine);
        Assert.Empty(Assert.Single(JsonSchemaValidator.Validate(SchemaCatalog.Read("result"), _run.Output)));
    }

    [Theory]
    [InlineData(FailureKind.Usage, 2, "failed", "usage")]
    [InlineData(FailureKind.QualityGate, 3, "refused", "quality-gate")]
    [InlineData(FailureKind.RefusedByWarehouse, 4, "refused", "refused-by-warehouse")]
    [InlineData(FailureKind.Transient, 75, "failed", "transient")]
    [InlineData(FailureKind.NothingToDo, 99, "skipped", "nothing-to-do")]
    public async Task Run_ForeseenFailure_HasItsExitCodeStatusAndKind(FailureKind kind, int exitCode, string status, string name)
    {
        _run.Parts.OnExtract = (_, _, _) => throw new CtiException(kind, "read", "The bucket b\nis gone.");

        Assert.Equal(exitCode, await _run.RunAsync(Minimal));
        Assert.Equal(status, _run.Result["status"]!.GetValue<string>());
        Assert.Equal((name, "read", "The bucket b is gone."), (Error("kind"), Error("stage"), Error("message")));
        Assert.Equal("cti: The bucket b is gone.", _run.LastErrorLine);
    }

    [Fact]
    public async Task Run_UnforeseenFailure_IsABugWithItsStackOnStandardError()
    {
        _run.Parts.OnExtract = (_, _, _) => throw new InvalidOperationException("boom");

        Assert.Equal(1, await _run.RunAsync(Minimal));
        Assert.Equal("bug", Error("kind"));
        Assert.Contains("   at Cti.", _run.Error, StringComparison.Ordinal);
        Assert.Equal("cti: Unexpected InvalidOperationException: boom", _run.LastErrorLine);
    }

    [Fact]
    public async Task Run_ToldToEnd_IsTerminatedWhateverFollows()
    {
        using var told = new CancellationTokenSource();
        _run.Parts.OnExtract = (_, _, _) =>
        {
            told.Cancel();
            throw CtiException.Transient("load", "The statement was interrupted.");
        };

        Assert.Equal(143, await _run.RunAsync(told.Token, Minimal));
        Assert.Equal("terminated", Error("kind"));
        Assert.Equal("failed", _run.Result["status"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    public async Task Run_SecretsInEveryMessage_LeaveNowhere(string format)
    {
        const string Secret = "planted-SECRET/value+1";
        _run.Environment["CTI_ACCESS_KEY"] = "planted-AKIA";
        _run.Environment["CTI_SECRET_KEY"] = Secret;
        _run.Environment["CTI_PEPPER"] = "planted-PEPPER";
        _run.Parts.OnExtract = (_, _, _) => throw new InvalidOperationException(
            $"cannot sign with {Secret}", new InvalidOperationException("planted-AKIA and planted-PEPPER, postgres://u:planted-inline@h/d"));

        await _run.RunAsync([.. Minimal, "--anonymize", "email", "--log-format", format, "--result", _run.At("result.json")]);

        Assert.DoesNotContain("planted", _run.Output + _run.Error + await File.ReadAllTextAsync(_run.At("result.json")), StringComparison.Ordinal);
        Assert.Contains("cannot sign with ***", _run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_JsonLog_EveryLineOnStandardErrorIsJson()
    {
        _run.Parts.OnExtract = (_, progress, _) =>
        {
            progress.Begin("extract", 100);
            _run.Clock.Advance(TimeSpan.FromSeconds(65));
            progress.End();
            return SampleRuns.Outcome;
        };

        await _run.RunAsync([.. Minimal, "--log-format", "json"]);

        JsonNode[] lines = [.. _run.Error.TrimEnd('\n').Split('\n').Select(l => JsonNode.Parse(l)!)];
        Assert.All(lines, l => Assert.Equal(("extract-transform", "events"), (l["labels.verb"]!.GetValue<string>(), l["labels.dataset"]!.GetValue<string>())));
        Assert.Equal("101", lines[^1]["event.code"]!.GetValue<string>());
        Assert.Equal(4, lines.Count(l => l["event.code"]!.GetValue<string>() == "109"));
        Assert.Contains(lines, l => l["message"]!.GetValue<string>().Contains("invalid_email", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_ResultFolderMissing_FailsBeforeAnyWork()
    {
        Assert.Equal(2, await _run.RunAsync([.. Minimal, "--result", _run.At("missing/result.json")]));

        Assert.Null(_run.Parts.Request);
        Assert.Contains("missing/result.json", Error("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ProgressJson_PrintsBeatsAsJson()
    {
        _run.Parts.OnExtract = (_, progress, _) =>
        {
            progress.Begin("extract", 1000);
            progress.Report(5, 250);
            _run.Clock.Advance(TimeSpan.FromSeconds(31));
            progress.End();
            return SampleRuns.Outcome;
        };

        await _run.RunAsync([.. Minimal, "--progress", "json"]);

        JsonNode[] beats = [.. _run.Error.Split('\n').Where(l => l.StartsWith("{\"progress\"", StringComparison.Ordinal)).Select(l => JsonNode.Parse(l)!)];
        Assert.Equal(3, beats.Length);
        Assert.Equal((5, 250, 1000, 90), (beats[1]["rows"]!.GetValue<int>(), beats[1]["bytes"]!.GetValue<int>(), beats[1]["total_bytes"]!.GetValue<int>(), beats[1]["seconds_left"]!.GetValue<int>()));
        Assert.DoesNotContain('\r', _run.Error);
    }

    private string Error(string field) => _run.Result["error"]![field]!.GetValue<string>();
}
