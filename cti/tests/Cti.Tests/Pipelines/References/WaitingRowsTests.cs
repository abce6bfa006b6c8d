using System.Globalization;
using Cti.Failures;
using Cti.Manifests;
using Cti.ObjectStores;
using Cti.Pipelines;
using Cti.Pipelines.Quarantine;
using Cti.Tests.Warehouses.Cases;
using Cti.Warehouses;
using Cti.Warehouses.DuckDb;

namespace Cti.Tests.Pipelines.References;

/// <summary>Transactions wait in the quarantine for what they refer to, each in one place, and are taken once.</summary>
public sealed class WaitingRowsTests : IDisposable
{
    private readonly ExtractionFixture _fixture = new();
    private readonly ObjectStoreRouter _local = new(() => throw new InvalidOperationException("No S3 in this test."));

    public void Dispose()
    {
        _local.Dispose();
        _fixture.Dispose();
    }

    private string Out => _fixture.Folder.At("out");

    [Fact]
    public async Task Replay_OfAnOutput_TakesEachRowOnceWhenWhatItNamesHasCome()
    {
        await HourAsync(1, "products", ShopInput.Product(1));
        await HourAsync(1, "customers", ShopInput.Customer("1"));
        await HourAsync(1, "transactions", ShopInput.Transaction(1, "1", 1), ShopInput.Transaction(2, "2", 1), ShopInput.Transaction(3, "3", 1), "{}");
        await HourAsync(2, "transactions", ShopInput.Transaction(4, "2", 1), ShopInput.Transaction(2, "2", 1), ShopInput.Transaction(5, "1", 9));
        CtiException early = await Assert.ThrowsAsync<CtiException>(() => ReplayAsync());

        await HourAsync(3, "customers", ShopInput.Customer("2"));
        ExtractTransformOutcome second = await ReplayAsync();
        await LoadAsync(second);
        CtiException again = await Assert.ThrowsAsync<CtiException>(() => ReplayAsync());
        await HourAsync(4, "customers", ShopInput.Customer("3"));
        ExtractTransformOutcome third = await ReplayAsync();
        await LoadAsync(third);

        Assert.Equal((FailureKind.NothingToDo, FailureKind.NothingToDo), (early.Kind, again.Kind));
        Assert.Equal(new Counts { Read = 5, Written = 2, Duplicates = 1, Rejected = 2 }, second.Counts);
        Assert.Equal(new Counts { Read = 2, Written = 1, Rejected = 1 }, third.Counts);
        Assert.Equal((null, 2), (second.Manifest!.Parent, second.Manifest.Parents!.Count));
        Assert.Equal((second.Run, null), (third.Manifest!.Parent, third.Manifest.Parents));
        Assert.Equal(Numbers(1, 2, 3, 4), Ask("SELECT transaction_id FROM transactions ORDER BY 1"));
        Assert.Equal(["2020-01-01 01:00:00"], Ask("SELECT DISTINCT arrived_at FROM transactions WHERE transaction_id IN ('" + ShopInput.IdOf(2) + "', '" + ShopInput.IdOf(3) + "')"));
    }

    [Fact]
    public async Task Replay_OfOneRun_LooksUpWhereItDidOrAsTold()
    {
        await HourAsync(1, "products", ShopInput.Product(1));
        ExtractTransformOutcome run = await HourAsync(1, "transactions", ShopInput.Transaction(1, "1", 1), ShopInput.Transaction(2, "2", 1));
        string corrected = _fixture.Folder.At("corrected.jsonl");
        string source = run.Manifest!.Inputs[0].Uri;
        File.WriteAllText(corrected, System.Text.Json.JsonSerializer.Serialize(new { source, line = 2, raw = ShopInput.Transaction(2, "1", 1) }));

        ExtractTransformOutcome before = await ReplayRunAsync(run, null);
        await HourAsync(2, "customers", ShopInput.Customer("1"));
        ExtractTransformOutcome came = await ReplayRunAsync(run, null);
        ExtractTransformOutcome twice = await ReplayRunAsync(run, null);
        ExtractTransformOutcome mended = await ReplayRunAsync(run, corrected);

        Assert.Equal((0, 2), ((int)before.Counts.Written, (int)before.Counts.Rejected));
        Assert.Equal((1, 1), ((int)came.Counts.Written, (int)came.Counts.Rejected));
        Assert.Equal((came.Run, true), (twice.Run, twice.Reused));
        Assert.Equal((2, 0), ((int)mended.Counts.Written, (int)mended.Counts.Rejected));
        Assert.All(new[] { before, came, mended }, replay => Assert.Equal(run.Run, replay.Manifest!.Parent));
    }

    [Fact]
    public async Task Replay_UnderAKeyThatIsComplete_IsReusedHoweverMuchHasComeSince()
    {
        await HourAsync(1, "products", ShopInput.Product(1));
        await HourAsync(1, "transactions", ShopInput.Transaction(1, "1", 1), ShopInput.Transaction(2, "2", 1));
        await HourAsync(2, "customers", ShopInput.Customer("1"));
        ExtractTransformOutcome first = await ReplayAsync("hour-2");

        await HourAsync(3, "transactions", ShopInput.Transaction(3, "9", 1));
        await HourAsync(3, "customers", ShopInput.Customer("2"), ShopInput.Customer("9"));
        ExtractTransformOutcome again = await ReplayAsync("hour-2");
        ExtractTransformOutcome next = await ReplayAsync("hour-3");

        Assert.Equal((1, false), ((int)first.Counts.Written, first.Reused));
        Assert.Equal((first.Run, true, first.Counts), (again.Run, again.Reused, again.Counts));
        Assert.Equal((2, 0), ((int)next.Counts.Written, (int)next.Counts.Rejected));
    }

    [Fact]
    public async Task Replay_ManyRunsThatWait_AreBroughtTogetherThoughNothingCame()
    {
        const int Hours = 70;
        for (int hour = 0; hour < Hours; hour++)
            await HourAsync(hour, "transactions", ShopInput.Transaction(hour, "1", 1));

        ExtractTransformOutcome first = await ReplayAsync();
        WaitingRows left = await PlanAsync();
        CtiException second = await Assert.ThrowsAsync<CtiException>(() => ReplayAsync());

        Assert.Equal((64, 64), ((int)first.Counts.Rejected, first.Manifest!.Parents!.Count));
        Assert.Equal((7, 0), (left.Request.Replay!.Parents.Count, left.FurtherRuns));
        Assert.Equal(FailureKind.NothingToDo, second.Kind);
    }

    [Fact]
    public async Task Replay_OfRunsInAnyOrder_KeepsWhatArrivedFirst()
    {
        // The later hour is read first, and its row has the same id and other content.
        await HourAsync(1, "products", ShopInput.Product(1), ShopInput.Product(2));
        await HourAsync(5, "transactions", ShopInput.Transaction(1, "1", 2));
        await HourAsync(3, "transactions", ShopInput.Transaction(1, "1", 1));
        await HourAsync(6, "customers", ShopInput.Customer("1"));

        ExtractTransformOutcome replay = await ReplayAsync();
        await LoadAsync(replay);

        Assert.Equal(["id_conflict"], replay.TopRejects.Select(r => r.Code));
        Assert.Equal(["1"], Ask("SELECT sku FROM transaction_lines"));
    }

    private static string[] Numbers(params int[] numbers) => [.. numbers.Select(ShopInput.IdOf)];

    private async Task<ExtractTransformOutcome> HourAsync(int hour, string dataset, params string[] lines)
    {
        DateTime time = new DateTime(2020, 1, 1).AddHours(hour);
        string file = _fixture.Folder.At(string.Create(CultureInfo.InvariantCulture, $"raw/date={time:yyyy-MM-dd}/hour={time:HH}/{dataset}.json"));
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllLines(file, lines);
        ExtractTransformOutcome run = await _fixture.RunAsync(_fixture.Request(dataset, file) with { References = dataset == "transactions" ? [Out] : [] });
        await LoadAsync(run);
        return run;
    }

    private Task<WaitingRows> PlanAsync(string? runKey = null) =>
        new WaitingRowsPlanner(_local).PlanAsync(Out, null, runKey, null, new RunResources(256_000_000, 2, _fixture.Folder.Path), CancellationToken.None);

    private async Task<ExtractTransformOutcome> ReplayAsync(string? runKey = null)
    {
        WaitingRows waiting = await PlanAsync(runKey);
        if (!waiting.MayLeaveThem)
            return await _fixture.RunAsync(waiting.Request);
        return await new WaitingRowsReplay(new InFixture(_fixture)).RunAsync(waiting.Request, null!, CancellationToken.None);
    }

    private async Task<ExtractTransformOutcome> ReplayRunAsync(ExtractTransformOutcome run, string? corrected) => await _fixture.RunAsync(
        await new ReplayPlanner(_local).PlanAsync(run.ManifestUri!, corrected, null, new RunResources(256_000_000, 2, _fixture.Folder.Path), CancellationToken.None));

    private async Task LoadAsync(ExtractTransformOutcome run)
    {
        await using DuckDbWarehouse warehouse = new(_fixture.Folder.At("w.duckdb"), TableNaming.Default, new DuckDbOptions(WarehouseBench.Memory, 1, _fixture.Folder.Path), _local, TimeProvider.System);
        await warehouse.LoadAsync(new LoadRequest(Cti.Records.DatasetCatalog.Find(run.Manifest!.Dataset)!, [new LoadSource(run.ManifestUri!, run.Manifest)], LoadMode.Merge, null, Create: true), CancellationToken.None);
    }

    private string[] Ask(string sql)
    {
        using DuckDbConnection connection = DuckDbConnection.Open(_fixture.Folder.At("w.duckdb"), new Dictionary<string, string> { ["access_mode"] = "READ_ONLY" });
        return [.. connection.Query(sql, CancellationToken.None).Rows.Select(row => row[0] is DateTime time ? time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) : Convert.ToString(row[0], CultureInfo.InvariantCulture)!)];
    }
}
