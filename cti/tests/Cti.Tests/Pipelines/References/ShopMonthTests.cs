using System.Globalization;
using System.Text.Json;
using Cti.Failures;
using Cti.Generator.Hourly;
using Cti.ObjectStores;
using Cti.Pipelines;
using Cti.Pipelines.Quarantine;
using Cti.Records;
using Cti.Tests.Warehouses.Cases;
using Cti.Warehouses;
using Cti.Warehouses.DuckDb;
using Xunit.Abstractions;

namespace Cti.Tests.Pipelines.References;

/// <summary>Hours of the shop in one pass, one after the other with a replay after each, and in any order: the same tables, and the same transactions wait.</summary>
public sealed class ShopMonthTests(ITestOutputHelper output) : IDisposable
{
    private static readonly string[] Names = ["products", "customers", "transactions"];
    private readonly ExtractionFixture _fixture = new();
    private readonly ObjectStoreRouter _local = new(() => throw new InvalidOperationException("No S3 in this test."));

    public void Dispose()
    {
        _local.Dispose();
        _fixture.Dispose();
    }

    [Fact]
    public async Task Run_HourByHourAndLateHoursWithReplays_GiveTheTablesOfOnePass()
    {
        ulong seed = GeneratedSeed.Next();
        output.WriteLine($"seed {seed}");
        HourlyTruth truth = HourlyGenerator.Generate(
            new HourlyOptions { Transactions = 300, Hours = 10, Customers = 60, Products = 25, Seed = seed, Bad = 0.15, Unknown = 0.05, Copies = 0.1, Conflicts = 0.1 }, _fixture.Folder.At("raw"));
        string[] hours = [.. Directory.EnumerateDirectories(_fixture.Folder.At("raw"), "hour=*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        string[] late = [.. hours];
        new Random((int)seed).Shuffle(late);

        await HourAsync("one", _fixture.Folder.At("raw"));
        int replays = 0;
        foreach (string hour in hours)
            replays += await HourAsync("hourly", hour);
        foreach (string hour in late)
            await HourAsync("late", hour);

        Assert.True(replays > 2, $"{replays} replays of 10 hours show little");
        Assert.Equal([truth.Referenced.Counts.Written.ToString(CultureInfo.InvariantCulture)], Ask("one", "SELECT count(*) FROM transactions"));
        foreach (string table in new[] { "customers", "products", "transactions", "transaction_lines" })
        {
            string[] expected = Ask("one", $"SELECT * FROM {table} ORDER BY ALL");
            Assert.Equal(expected, Ask("hourly", $"SELECT * FROM {table} ORDER BY ALL"));
            Assert.Equal(expected, Ask("late", $"SELECT * FROM {table} ORDER BY ALL"));
        }

        string[] waiting = await WaitingAsync("one");
        Assert.NotEmpty(waiting);
        Assert.Equal(waiting, await WaitingAsync("hourly"));
        Assert.Equal(waiting, await WaitingAsync("late"));
    }

    /// <summary>What an hour's DAG does: each dataset extracted and loaded, then what waits.</summary>
    /// <returns>How many replays brought something.</returns>
    private async Task<int> HourAsync(string way, string folder)
    {
        foreach (string dataset in Names.Where(n => Directory.EnumerateFiles(folder, n + ".*", SearchOption.AllDirectories).Any()))
        {
            ExtractTransformRequest request = _fixture.Request(dataset, folder) with { Output = Out(way), MaxRejectRate = 1 };
            await LoadAsync(way, await _fixture.RunAsync(dataset == "transactions" ? request with { References = [Out(way), Database(way)] } : request));
        }

        try
        {
            WaitingRows waiting = await PlanAsync(way);
            await LoadAsync(way, await new WaitingRowsReplay(new InFixture(_fixture)).RunAsync(waiting.Request, null!, CancellationToken.None));
            return 1;
        }
        catch (CtiException nothing) when (nothing.Kind == FailureKind.NothingToDo)
        {
            return 0;
        }
    }

    /// <summary>The ids of the transactions that wait, each once.</summary>
    private async Task<string[]> WaitingAsync(string way)
    {
        WaitingRows waiting = await PlanAsync(way);
        return
        [
            .. ExtractionFixture.JsonLines(waiting.Request.Replay!.Parts.SelectMany(p => p).Select(p => p.Uri))
                .Where(r => r.GetProperty("errors")[0].GetProperty("code").GetString()!.EndsWith("_reference", StringComparison.Ordinal))
                .Select(r => JsonDocument.Parse(r.GetProperty("raw").GetString()!).RootElement.GetProperty("transaction_id").GetString()!)
                .Distinct().Order(StringComparer.Ordinal),
        ];
    }

    private Task<WaitingRows> PlanAsync(string way) =>
        new WaitingRowsPlanner(_local).PlanAsync(Out(way), null, null, null, new RunResources(256_000_000, 2, _fixture.Folder.Path), CancellationToken.None);

    private string Out(string way) => _fixture.Folder.At("out-" + way);

    private string Database(string way) => "duckdb:" + _fixture.Folder.At(way + ".duckdb");

    private async Task LoadAsync(string way, ExtractTransformOutcome run)
    {
        await using IWarehouse warehouse = WarehouseFactory.Create(Database(way), new WarehouseOptions(TableNaming.Default, new DuckDbOptions(WarehouseBench.Memory, 1, _fixture.Folder.Path)), _local, TimeProvider.System);
        await warehouse.LoadAsync(new LoadRequest(DatasetCatalog.Find(run.Manifest!.Dataset)!, [new LoadSource(run.ManifestUri!, run.Manifest)], LoadMode.Merge, null, Create: true), CancellationToken.None);
    }

    private string[] Ask(string way, string sql)
    {
        using DuckDbConnection connection = DuckDbConnection.Open(_fixture.Folder.At(way + ".duckdb"), new Dictionary<string, string> { ["access_mode"] = "READ_ONLY" });
        return [.. connection.Query(sql, CancellationToken.None).Rows.Select(row => string.Join('|', row.Select(v => Convert.ToString(v, CultureInfo.InvariantCulture))))];
    }
}
