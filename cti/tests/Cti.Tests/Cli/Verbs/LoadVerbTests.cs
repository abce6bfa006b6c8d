using Cti.Cli.Schemas;
using Cti.Failures;
using Cti.Tests.Cli.Schemas;
using Cti.Warehouses;

namespace Cti.Tests.Cli.Verbs;

public sealed class LoadVerbTests : IDisposable
{
    private readonly CliRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task Load_OneManifest_ReportsItsRunAndWhatWasLoaded()
    {
        string manifest = SampleRuns.Write(_run, "run-a");

        Assert.Equal(0, await LoadAsync(manifest));

        Assert.Equal((LoadMode.Merge, null, false), (_run.Parts.TheWarehouse.Request!.Mode, _run.Parts.TheWarehouse.Request.Month, _run.Parts.TheWarehouse.Request.Create));
        Assert.Equal(("run-a", manifest), (_run.Result["run"]!.GetValue<string>(), _run.Result["manifest"]!.GetValue<string>()));
        Assert.Equal(5, _run.Result["load"]![0]!["inserted"]!.GetValue<int>());
        Assert.False(_run.Result["reused"]!.GetValue<bool>());
        Assert.True(_run.Parts.TheWarehouse.IsDisposed);
        Assert.Equal("cti: events in duckdb: 5 inserted, 1 updated, 0 ignored.", _run.LastErrorLine);
        Assert.Empty(Assert.Single(JsonSchemaValidator.Validate(SchemaCatalog.Read("result"), _run.Output)));
    }

    [Fact]
    public async Task Load_AllLoadedBefore_IsReused()
    {
        _run.Parts.TheWarehouse.OnLoad = _ => [new TableLoad("duckdb", "events", 6, 6, 0, 0, AlreadyLoaded: true)];

        Assert.Equal(0, await LoadAsync(SampleRuns.Write(_run, "run-a")));

        Assert.True(_run.Result["reused"]!.GetValue<bool>());
        Assert.True(_run.Result["load"]![0]!["already_loaded"]!.GetValue<bool>());
        Assert.Contains("already", _run.LastErrorLine, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_SeveralManifests_ListsThemAndSumsTheirCounts()
    {
        string a = SampleRuns.Write(_run, "run-a");
        string b = SampleRuns.Write(_run, "run-b");

        Assert.Equal(0, await LoadAsync(a, b));

        Assert.Equal([a, b], _run.Result["manifests"]!.AsArray().Select(m => m!.GetValue<string>()));
        Assert.Null(_run.Result["manifest"]);
        Assert.Equal(20, _run.Result["counts"]!["read"]!.GetValue<int>());
        Assert.Empty(Assert.Single(JsonSchemaValidator.Validate(SchemaCatalog.Read("result"), _run.Output)));
    }

    [Fact]
    public async Task Load_ReplaceAMonth_ReachesTheWarehouse()
    {
        Assert.Equal(0, await LoadAsync(SampleRuns.Write(_run, "run-a"), "--mode", "replace", "--month", "2021-04", "--create"));

        Assert.Equal((LoadMode.Replace, "2021-04", true), (_run.Parts.TheWarehouse.Request!.Mode, _run.Parts.TheWarehouse.Request.Month, _run.Parts.TheWarehouse.Request.Create));
    }

    [Fact]
    public async Task Load_DryRun_PrintsTheSqlOnStandardErrorAndInTheResult()
    {
        Assert.Equal(0, await LoadAsync(SampleRuns.Write(_run, "run-a"), "--dry-run"));

        Assert.Equal(["SELECT 1", "SELECT 2"], _run.Result["sql"]!.AsArray().Select(s => s!.GetValue<string>()));
        Assert.Contains("SELECT 2", _run.Error, StringComparison.Ordinal);
        Assert.Null(_run.Result["load"]);
        Assert.Empty(Assert.Single(JsonSchemaValidator.Validate(SchemaCatalog.Read("result"), _run.Output)));
    }

    [Fact]
    public async Task Load_RefusedByTheWarehouse_Exits4()
    {
        _run.Parts.TheWarehouse.OnLoad = _ => throw new CtiException(FailureKind.RefusedByWarehouse, "load", "Row 7 of part-00000 has no id.");

        Assert.Equal(4, await LoadAsync(SampleRuns.Write(_run, "run-a")));

        Assert.Equal("refused", _run.Result["status"]!.GetValue<string>());
        Assert.Equal("cti: Row 7 of part-00000 has no id.", _run.LastErrorLine);
    }

    [Theory]
    [InlineData("key-data", "run-a", null, "key-data")]
    [InlineData("events", "run-a", "other-run", "other-run")]
    public async Task Load_ManifestOfSomethingElse_IsAUsageFailure(string dataset, string run, string? runKey, string cause)
    {
        string manifest = SampleRuns.Write(_run, run, dataset);

        Assert.Equal(2, await LoadAsync([manifest, .. runKey is null ? Array.Empty<string>() : ["--run-key", runKey]]));

        Assert.Null(_run.Parts.TheWarehouse.Request);
        Assert.Contains(cause, _run.LastErrorLine, StringComparison.Ordinal);
    }

    private Task<int> LoadAsync(params string[] inputAndMore) =>
        _run.RunAsync(["load", "--dataset", "events", "--warehouse", "duckdb:test", "--input", .. inputAndMore]);
}
