using System.Text.Json.Nodes;
using Cti.Failures;

namespace Cti.Tests.Cli.Verbs;

/// <summary>How <c>cti doctor</c> answers and ends.</summary>
public sealed class DoctorVerbTests : IDisposable
{
    private readonly CliRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task Doctor_NothingFailed_PrintsEachCheckAndExits0()
    {
        _run.Environment["CTI_REGION"] = "eu-central-1";
        _run.Write("raw/events.csv", "id\n");

        Assert.Equal(0, await _run.RunAsync("doctor", "--dataset", "events", "--input", _run.At("raw"), "--output", _run.At("out"), "--warehouse", "duckdb:test"));

        Assert.Contains("ok           settings: region (CTI_REGION)\n", _run.Output, StringComparison.Ordinal);
        Assert.Contains($"ok           output {_run.At("out")}: a probe was", _run.Output, StringComparison.Ordinal);
        Assert.Contains("ok           warehouse: a double\n", _run.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_run.At("out")));
        Assert.Empty(_run.Error);
    }

    [Theory]
    [InlineData(2, FailureKind.Usage, FailureKind.Transient)]
    [InlineData(4, FailureKind.RefusedByWarehouse, FailureKind.Transient)]
    [InlineData(75, FailureKind.Transient, FailureKind.Transient)]
    public async Task Doctor_SomethingFailed_ExitsByWhatAPersonHasToMendFirst(int exitCode, FailureKind first, FailureKind second)
    {
        _run.Environment["CTI_PASSWORD"] = "planted-password";
        _run.Parts.TheWarehouse.Checks = [Check.Failed("table a", second, "f", "d"), Check.Failed("table b", first, "said planted-password", "mend it")];

        Assert.Equal(exitCode, await _run.RunAsync("doctor", "--warehouse", "duckdb:test", "--format", "json"));

        JsonNode last = JsonNode.Parse(_run.Output)!.AsArray()[^1]!;
        Assert.Equal("""{"check":"table b","result":"failed","found":"said ***","advice":"mend it"}""", last.ToJsonString());
        Assert.Equal("cti: 2 of 7 checks failed: table a, table b.", _run.LastErrorLine);
    }

    [Fact]
    public async Task Doctor_WrongSettings_FailsWithoutLookingFurther()
    {
        _run.Environment["CTI_PORT"] = "planted";

        Assert.Equal(2, await _run.RunAsync("doctor", "--warehouse", "duckdb:test"));

        Assert.Contains("failed       settings: The settings are not usable: port", _run.Output, StringComparison.Ordinal);
        Assert.Contains("not checked  credentials, input, output, warehouse: what failed above comes first", _run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("planted", _run.Output + _run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_NoSuchWarehouse_FailsWithTheRestLookedAt()
    {
        Assert.Equal(2, await _run.RunAsync("doctor", "--warehouse", "oracle", "--output", _run.At("out")));

        Assert.Contains("failed       warehouse: There is no warehouse 'oracle'", _run.Output, StringComparison.Ordinal);
        Assert.Contains("ok           output", _run.Output, StringComparison.Ordinal);
    }
}
