using Cti.Failures;
using Cti.Warehouses;

namespace Cti.Tests.Cli.Verbs;

public sealed class RunVerbTests : IDisposable
{
    private static readonly string[] Minimal = ["run", "--dataset", "events", "--input", "a.csv"];
    private readonly CliRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task Run_Minimal_ExtractsToTheDefaultFolderAndLoadsItsManifest()
    {
        _run.Parts.OnExtract = (_, _, _) => SampleRuns.WriteOutcome(_run);

        Assert.Equal(0, await _run.RunAsync(Minimal));

        Assert.Equal("./cti-data", _run.Parts.Request!.Output);
        LoadRequest load = _run.Parts.TheWarehouse.Request!;
        Assert.Equal(_run.At("run-a/manifest.json"), Assert.Single(load.Manifests).Uri);
        Assert.Equal((LoadMode.Merge, null), (load.Mode, load.Month));
        Assert.Equal(10, _run.Result["counts"]!["read"]!.GetValue<int>());
        Assert.Equal(5, _run.Result["load"]![0]!["inserted"]!.GetValue<int>());
        Assert.Contains("  inserted  ", _run.Error, StringComparison.Ordinal);
        Assert.Contains("invalid_email", _run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("merge", null)]
    [InlineData("replace", "2021-04")]
    public async Task Run_WithMonth_ReplacesThatMonthOnlyWhereItReplaces(string mode, string? replaced)
    {
        _run.Parts.OnExtract = (_, _, _) => SampleRuns.WriteOutcome(_run);

        Assert.Equal(0, await _run.RunAsync([.. Minimal, "--month", "2021-04", "--mode", mode]));

        Assert.Equal("2021-04", _run.Parts.Request!.Month);
        Assert.Equal(replaced, _run.Parts.TheWarehouse.Request!.Month);
    }

    [Fact]
    public async Task Run_ReusedExtract_IsReportedAsReused()
    {
        _run.Parts.OnExtract = (_, _, _) => SampleRuns.WriteOutcome(_run) with { Reused = true };

        Assert.Equal(0, await _run.RunAsync(Minimal));

        Assert.True(_run.Result["reused"]!.GetValue<bool>());
        Assert.NotNull(_run.Parts.TheWarehouse.Request);
    }

    [Fact]
    public async Task Run_GateClosed_LoadsNothing()
    {
        _run.Parts.OnExtract = (_, _, _) => SampleRuns.ClosedGate;

        Assert.Equal(3, await _run.RunAsync(Minimal));

        Assert.Null(_run.Parts.TheWarehouse.Request);
        Assert.Null(_run.Result["load"]);
    }

    [Fact]
    public async Task Run_DryRun_LoadsNothing()
    {
        _run.Parts.OnExtract = (request, _, _) => request.DryRun ? SampleRuns.Outcome with { ManifestUri = null, Manifest = null } : throw new InvalidOperationException();

        Assert.Equal(0, await _run.RunAsync([.. Minimal, "--dry-run"]));

        Assert.Null(_run.Parts.TheWarehouse.Request);
        Assert.Equal("ok", _run.Result["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task Run_LoadFails_StillReportsWhatTheExtractWrote()
    {
        _run.Parts.OnExtract = (_, _, _) => SampleRuns.WriteOutcome(_run);
        _run.Parts.TheWarehouse.OnLoad = _ => throw CtiException.Transient("load", "The database is locked.");

        Assert.Equal(75, await _run.RunAsync(Minimal));

        Assert.Equal("failed", _run.Result["status"]!.GetValue<string>());
        Assert.Equal(_run.At("run-a/manifest.json"), _run.Result["manifest"]!.GetValue<string>());
        Assert.Equal(6, _run.Result["counts"]!["written"]!.GetValue<int>());
    }
}
