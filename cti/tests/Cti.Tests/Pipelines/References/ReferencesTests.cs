using System.Text.Json;
using Cti.Failures;
using Cti.Manifests;
using Cti.ObjectStores;
using Cti.Pipelines;
using Cti.Tests.Servers;
using Cti.Tests.Warehouses.Cases;
using Cti.Warehouses;
using Cti.Warehouses.DuckDb;
using Xunit.Abstractions;

namespace Cti.Tests.Pipelines.References;

/// <summary>Transactions are held against the customers and products that are known.</summary>
public sealed class ReferencesTests(ITestOutputHelper output) : IDisposable
{
    private readonly ExtractionFixture _fixture = new();
    private int _files;

    public void Dispose() => _fixture.Dispose();

    private string Out => _fixture.Folder.At("out");

    private string Warehouse => "duckdb:" + _fixture.Folder.At("w.duckdb");

    [Fact]
    public async Task Run_Output_RejectsWhatIsUnknownOrWasItselfRejectedWithEveryReasonAndItsExactBytes()
    {
        // One version of 007 and of 3 is good, the other is not: they are known.
        await ShopAsync(
            [ShopInput.Customer("007"), ShopInput.Customer("007", "nobody"), ShopInput.Customer("8", "nobody"), ShopInput.Customer("12x")],
            [ShopInput.Product(1), ShopInput.Product(2, "46.001"), ShopInput.Product(3, "0"), ShopInput.Product(3)]);
        string[] lines =
        [
            ShopInput.Transaction(1, "007", 1, 3),
            ShopInput.Transaction(2, "7", 1),
            "  " + ShopInput.Transaction(3, "8", 2, 1, 4, 4) + " ",
            ShopInput.Transaction(2, "7", 1),
            ShopInput.Transaction(3, "007", 1),
            ShopInput.Transaction(4, "007", 2),
        ];

        ExtractTransformOutcome run = await ExtractAsync(lines, Out);

        Assert.Equal(new Counts { Read = 6, Written = 1, Duplicates = 1, Rejected = 4 }, run.Counts);
        Assert.Equal(["transaction_lines 2", "transactions 1"], run.Manifest!.Outputs.Select(o => $"{o.Table} {o.Rows}").Order(StringComparer.Ordinal));
        List<JsonElement> rejects = ExtractionFixture.JsonLines(run.Manifest.Rejects.Parts.Select(p => p.Uri));
        Assert.Equal(
            [
                "2 customer_id unknown_reference 7",
                "3 customer_id rejected_reference 8, purchases.products.sku rejected_reference 2, purchases.products.sku unknown_reference 4",
                $"5 transaction_id id_conflict {ShopInput.IdOf(3)}",
                "6 purchases.products.sku rejected_reference 2",
            ],
            rejects.Select(ReasonsOf));
        Assert.Equal(lines[2].Trim(), rejects[1].GetProperty("raw").GetString()!.Trim());
        Assert.Equal(3, run.Manifest.Rejects.ByReference);
        Assert.Equal([Out], run.Manifest.Options.References);
    }

    [Fact]
    public async Task Run_Warehouse_KnowsWhatIsLoadedAndTogetherWithTheOutputWhatWasRejected()
    {
        string[] transactions = [ShopInput.Transaction(1, "007", 1), ShopInput.Transaction(2, "8", 1), ShopInput.Transaction(3, "9", 1)];
        ExtractTransformOutcome before = await ExtractAsync(transactions, Warehouse);
        ExtractTransformOutcome[] shop = await ShopAsync([ShopInput.Customer("007"), ShopInput.Customer("8", "nobody")], [ShopInput.Product(1)]);
        foreach (ExtractTransformOutcome run in shop)
            await LoadAsync(run);

        ExtractTransformOutcome loaded = await ExtractAsync(transactions, Warehouse);
        ExtractTransformOutcome both = await ExtractAsync(transactions, Warehouse, Out);

        Assert.Equal((0, 3), ((int)before.Counts.Written, (int)before.Counts.Rejected));
        Assert.Equal(["customer_id unknown_reference 8", "customer_id unknown_reference 9"], CodesOf(loaded));
        Assert.Equal(["customer_id rejected_reference 8", "customer_id unknown_reference 9"], CodesOf(both));
        Assert.Equal(3, new[] { before.Run, loaded.Run, both.Run }.Distinct().Count());
    }

    [Fact]
    public async Task Run_OneManifestOrNone_KnowsThatAlone()
    {
        ExtractTransformOutcome[] shop = await ShopAsync([ShopInput.Customer("1")], [ShopInput.Product(1)]);
        string[] transactions = [ShopInput.Transaction(1, "1", 1)];

        ExtractTransformOutcome customers = await ExtractAsync(transactions, shop[0].ManifestUri!);
        ExtractTransformOutcome two = await ExtractAsync(transactions, [.. shop.Select(r => r.ManifestUri!)]);
        ExtractTransformOutcome unasked = await ExtractAsync([ShopInput.Transaction(1, "unknown".Length.ToString(System.Globalization.CultureInfo.InvariantCulture), 99)]);

        Assert.Equal(["purchases.products.sku unknown_reference 1"], CodesOf(customers));
        Assert.Equal((1, 1), ((int)two.Counts.Written, (int)unasked.Counts.Written));
        Assert.Null(unasked.Manifest!.Options.References);
    }

    [Fact]
    public async Task Run_ReferencesGrow_IsAnotherRunUnlessTheCallerNamedIt()
    {
        await ShopAsync([ShopInput.Customer("1")], [ShopInput.Product(1)]);
        ExtractTransformRequest request = Request([ShopInput.Transaction(1, "2", 1)], Out);
        ExtractTransformOutcome first = await _fixture.RunAsync(request);
        ExtractTransformOutcome same = await _fixture.RunAsync(request);
        ExtractTransformOutcome named = await _fixture.RunAsync(request with { RunKey = "mine" });

        await ShopAsync([ShopInput.Customer("2")], []);
        ExtractTransformOutcome grown = await _fixture.RunAsync(request);
        ExtractTransformOutcome again = await _fixture.RunAsync(request with { RunKey = "mine" });
        CtiException other = await Assert.ThrowsAsync<CtiException>(() => _fixture.RunAsync(request with { RunKey = "mine", References = [] }));

        Assert.Equal((first.Run, true, false), (same.Run, same.Reused, named.Reused));
        Assert.Equal((1, false), ((int)grown.Counts.Written, grown.Reused));
        Assert.NotEqual(first.Run, grown.Run);
        Assert.Equal((0, true), ((int)again.Counts.Written, again.Reused));
        Assert.Equal(FailureKind.Usage, other.Kind);
    }

    [Fact]
    public async Task Run_ManyUnknown_DoNotCloseTheGateButBadRecordsDo()
    {
        await ShopAsync([ShopInput.Customer("1")], [ShopInput.Product(1)]);
        string[] unknown = [.. Enumerable.Range(0, 1200).Select(i => ShopInput.Transaction(i, "2", 1))];

        ExtractTransformOutcome open = await ExtractAsync(unknown, Out);
        ExtractTransformOutcome closed = await ExtractAsync([.. unknown[..1100], .. Enumerable.Repeat("{}", 100)], Out);

        Assert.Equal((null, 1200), (open.GateMessage, (int)open.Counts.Rejected));
        Assert.Contains("100 of 1200 records", closed.GateMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_AnyThreadsAndMemory_GivesTheSameBytesAndWhatAnOracleKnows()
    {
        int seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        Random random = new(seed);
        HashSet<string> known = [.. Enumerable.Range(0, 4000).Select(_ => $"{random.Next(6000):D5}")];
        HashSet<int> skus = [.. Enumerable.Range(0, 500).Select(_ => random.Next(600))];
        await ShopAsync([.. known.Select(id => ShopInput.Customer(id))], [.. skus.Select(sku => ShopInput.Product(sku))]);
        (string Customer, int[] Skus)[] bought = [.. Enumerable.Range(0, 20_000).Select(_ => ($"{random.Next(6000):D5}", (int[])[.. Enumerable.Range(0, 1 + random.Next(3)).Select(_ => random.Next(600))]))];
        string file = Write("transactions", [.. bought.Select((b, i) => ShopInput.Transaction(i, b.Customer, b.Skus))]);
        int expected = bought.Count(b => known.Contains(b.Customer) && b.Skus.All(skus.Contains));
        List<Dictionary<string, string>> digests = [];

        foreach ((int threads, long memory) in new[] { (1, 64_000_000L), (4, 600_000_000L) })
        {
            string target = _fixture.Folder.At($"out-{threads}");
            ExtractTransformOutcome run = await _fixture.RunAsync(
                _fixture.Request("transactions", file) with { References = [Out], Output = target, MaxRejectRate = 1, Resources = new RunResources(memory, threads, _fixture.Folder.Path) });
            Assert.Equal((expected, bought.Length - expected), ((int)run.Counts.Written, (int)run.Counts.Rejected));
            digests.Add(ExtractionFixture.Digests(target));
        }

        Assert.Equal(digests[0], digests[1]);
    }

    [Fact]
    public async Task Run_OutputInS3_IsReadThere()
    {
        MotoServer server = await MotoServer.SharedAsync();
        string bucket = await server.NewBucketAsync();
        using ObjectStoreRouter store = new(new ObjectStoreOptions { Endpoint = server.Endpoint, AccessKey = server.AccessKey, SecretKey = server.SecretKey, Region = server.Region });
        string place = $"s3://{bucket}/etl";
        await ShopAsync([ShopInput.Customer("1"), ShopInput.Customer("2", "nobody")], [ShopInput.Product(1)], place, store);

        ExtractTransformOutcome run = await _fixture.RunAsync(
            Request([ShopInput.Transaction(1, "1", 1), ShopInput.Transaction(2, "2", 1), ShopInput.Transaction(3, "3", 1)], place) with { Output = place }, store);

        Assert.Equal(new Counts { Read = 3, Written = 1, Rejected = 2 }, run.Counts);
        Assert.Equal(["rejected_reference", "unknown_reference"], run.TopRejects.Select(r => r.Code));
    }

    private static string ReasonsOf(JsonElement reject) => reject.GetProperty("line") + " " + string.Join(
        ", ", reject.GetProperty("errors").EnumerateArray().Select(e => $"{e.GetProperty("field")} {e.GetProperty("code")} {e.GetProperty("value")}"));

    private static string[] CodesOf(ExtractTransformOutcome run) =>
        [.. ExtractionFixture.JsonLines(run.Manifest!.Rejects.Parts.Select(p => p.Uri)).Select(r => ReasonsOf(r)[(ReasonsOf(r).IndexOf(' ', StringComparison.Ordinal) + 1)..])];

    private async Task<ExtractTransformOutcome[]> ShopAsync(string[] customers, string[] products, string? place = null, IObjectStore? store = null)
    {
        List<ExtractTransformOutcome> runs = [];
        foreach ((string dataset, string[] lines) in new[] { ("customers", customers), ("products", products) })
        {
            if (lines.Length > 0)
                runs.Add(await _fixture.RunAsync(_fixture.Request(dataset, Write(dataset, lines)) with { Output = place ?? Out, MaxRejectRate = 1 }, store));
        }

        return [.. runs];
    }

    private Task<ExtractTransformOutcome> ExtractAsync(string[] lines, params string[] references) => _fixture.RunAsync(Request(lines, references));

    private ExtractTransformRequest Request(string[] lines, params string[] references) => _fixture.Request("transactions", Write("transactions", lines)) with { References = references };

    private string Write(string dataset, string[] lines)
    {
        string file = _fixture.Folder.At($"{dataset}-{++_files}.json");
        File.WriteAllLines(file, lines);
        return file;
    }

    private async Task LoadAsync(ExtractTransformOutcome run)
    {
        using ObjectStoreRouter store = new(() => throw new InvalidOperationException("No S3 in this test."));
        await using IWarehouse warehouse = WarehouseFactory.Create(Warehouse, new WarehouseOptions(TableNaming.Default, new DuckDbOptions(WarehouseBench.Memory, 1, _fixture.Folder.Path)), store, TimeProvider.System);
        await warehouse.LoadAsync(new LoadRequest(Cti.Records.DatasetCatalog.Find(run.Manifest!.Dataset)!, [new LoadSource(run.ManifestUri!, run.Manifest)], LoadMode.Merge, null, Create: true), CancellationToken.None);
    }
}
