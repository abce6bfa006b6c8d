using System.Text.Json;
using Cti.EndToEnd.Running;
using Cti.Tests;

namespace Cti.EndToEnd.Cases;

/// <summary>What the README's first command promises.</summary>
public sealed class SampleMonthTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task Run_SampleMonth_GivesFilesWarehouseAndAnswers()
    {
        string samples = Repository.Path("cti", "samples", "events", "2021", "04", "events.csv");
        CtiRun run = (await _workspace.RunAsync("run", "--dataset", "events", "--month", "2021-04", "--input", samples)).Expect(0);

        Assert.Equal("ok", run.Result.GetProperty("status").GetString());
        Assert.Equal([1413, 1298, 26, 22, 38, 51], run.Counts);
        Assert.True(File.Exists(run.Result.GetProperty("manifest").GetString()));
        Assert.NotEmpty(Directory.GetFiles(run.Result.GetProperty("rejects").GetString()!));
        Assert.Equal([1298L, 1298L], _workspace.Query("SELECT count(*), count(DISTINCT id) FROM events").Rows[0]);
        Assert.DoesNotContain('\r', run.Errors);

        CtiRun query = (await _workspace.RunAsync("query", "number-of-events", "--by", "day", "--format", "json", "--warehouse", "duckdb:cti-data/warehouse.duckdb")).Expect(0);
        long events = JsonDocument.Parse(query.Output).RootElement.EnumerateArray().Sum(day => day.GetProperty("events").GetInt64());
        Assert.Equal(1298, events);
    }

    [Theory]
    [InlineData("key-data", "key-data", 16)]
    [InlineData("interactions", "interactions", 22)]
    public async Task Run_OtherDatasets_LoadTheirTables(string dataset, string folder, long rows)
    {
        string[] command = ["run", "--dataset", dataset, "--input", Repository.Path("cti", "samples", folder)];
        (await _workspace.RunAsync(command)).Expect(0);
        CtiRun again = (await _workspace.RunAsync(command)).Expect(0);

        Assert.True(again.Result.GetProperty("reused").GetBoolean());
        Assert.True(again.Result.GetProperty("load")[0].GetProperty("already_loaded").GetBoolean());
        Assert.Equal(rows, _workspace.Query($"SELECT count(*) FROM {dataset.Replace('-', '_')}").Rows[0][0]);
        if (dataset == "interactions")
        {
            long complete = (long)_workspace.Query("SELECT count(*) FROM interactions WHERE action IS NOT NULL AND timestamp IS NOT NULL").Rows[0][0]!;
            Assert.Equal($"{complete}", $"{_workspace.Query("SELECT sum(interaction_count) FROM interaction_counts").Rows[0][0]}");
        }
    }
}
