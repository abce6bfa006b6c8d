using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Cti.EndToEnd.Running;
using Cti.Generator.Hourly;
using Cti.Generator.Output;
using Cti.Tests;
using Xunit.Abstractions;

namespace Cti.EndToEnd.Cases;

/// <summary>Generated hours of the shop with known truth: bad customers and products, references that never come, copies, leading zeros, plain objects instead of gzip and beside it, erasures.
/// The tables are also those of a second implementation, which shares no code with this one.</summary>
public sealed class GeneratedShopTests : IDisposable
{
    private const string Pepper = "a pepper of thirty-two characters";
    private static readonly string[] s_shop = ["customers", "products", "transactions", "transaction_lines"];
    private static readonly string[] s_all = [.. s_shop, "erasure_requests"];
    private readonly Workspace _workspace = new();
    private readonly ITestOutputHelper _output;

    public GeneratedShopTests(ITestOutputHelper output)
    {
        _output = output;
        _workspace.Variables["CTI_PEPPER"] = Pepper;
    }

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData("duckdb", false)]
    [InlineData("postgres", true)]
    public async Task Erase_AfterAWholeMonth_GivesTheTruthAndTheTablesOfASecondImplementation(string kind, bool isArchived)
    {
        HourlyTruth truth = Generate(new HourlyOptions { Transactions = 2000, Hours = 744, Customers = 400, Products = 120, Bad = 0.08, Unknown = 0.03, Copies = 0.05, Conflicts = 0.03, Quarantined = 0.05 });
        SecondShop second = await SecondShop.AskAsync(_workspace.At("raw"), Pepper, isArchived);
        await using ShopWarehouse target = await ShopWarehouse.StartAsync(kind, _workspace);
        string[] archive = isArchived ? ["--archive", "archive"] : [];

        await RunAsync(target, "customers", truth.Customers, second, archive);
        await RunAsync(target, "products", truth.Products, second, archive);
        await RunAsync(target, "transactions", truth.Referenced, second, [.. archive, "--references", target.Warehouse, "cti-data"]);
        await RunAsync(target, "erasure-requests", truth.ErasureRequests, second);
        (await _workspace.RunAsync("quarantine", "replay", "cti-data")).Expect(99);
        await second.ExpectTablesAsync(target, "tables", s_all);
        Assert.Equal([$"{truth.Referenced.Written["lines"]}|{truth.Referenced.Written["cents"]}"], await target.AskAsync("SELECT CAST(count(*) AS VARCHAR) || '|' || CAST(CAST(sum(total) * 100 AS BIGINT) AS VARCHAR) FROM transaction_lines"));
        Assert.NotEqual(["0"], await target.AskAsync("SELECT CAST(count(*) AS VARCHAR) FROM transactions WHERE customer_id LIKE '0%'"));

        // One request names nobody: the others are carried out, its file stays, and so does the exit code.
        string[] erase = ["erase", "--requests", "raw", "--output", "cti-data", "--warehouse", target.Warehouse, .. archive];
        CtiRun erased = (await _workspace.RunAsync(erase)).Expect(3);

        Assert.Equal(truth.ErasureRequests.Counts.Read, erased.Counts[0]);
        await ExpectErasedAsync(target, truth.Erased, second, isArchived);
        (await _workspace.RunAsync(erase)).Expect(3);
        await ExpectErasedAsync(target, truth.Erased, second, isArchived);
        if (isArchived)
            return;

        // What came before a request and comes again is erased on the way in.
        await target.RunAsync("customers", "raw", "--run-key", "customers-again");
        await ExpectErasedAsync(target, truth.Erased, second, isArchived);
    }

    [Theory]
    [InlineData("duckdb")]
    [InlineData("postgres")]
    public async Task Replay_CustomersAndProductsThatComeADayLate_GivesTheSameTables(string kind)
    {
        HourlyTruth truth = Generate(new HourlyOptions { Transactions = 1000, Hours = 48, Customers = 150, Products = 60, Bad = 0.08, Unknown = 0.03 });
        SecondShop second = await SecondShop.AskAsync(_workspace.At("raw"), Pepper, isArchived: false);
        await using ShopWarehouse target = await ShopWarehouse.StartAsync(kind, _workspace);
        const string FirstDay = "raw/date=2020-01-01";
        const string SecondDay = "raw/date=2020-01-02";
        foreach (string dataset in new[] { "customers", "products" })
            await target.RunAsync(dataset, FirstDay);

        CtiRun early = await target.RunAsync("transactions", "raw", "--references", target.Warehouse, "cti-data");
        foreach (string dataset in new[] { "customers", "products" })
            await target.RunAsync(dataset, SecondDay);
        CtiRun replay = (await _workspace.RunAsync("quarantine", "replay", "cti-data")).Expect(0);
        (await _workspace.RunAsync("load", "--dataset", "transactions", "--input", replay.Result.GetProperty("manifest").GetString()!, "--warehouse", target.Warehouse)).Expect(0);
        (await _workspace.RunAsync("quarantine", "replay", "cti-data")).Expect(99);

        Assert.Equal(truth.Referenced.Counts.Written, early.Counts[1] + replay.Counts[1]);
        Assert.True(replay.Counts[1] > 0, "nothing waited, so nothing was shown");
        await second.ExpectTablesAsync(target, "tables", s_shop);
    }

    private HourlyTruth Generate(HourlyOptions options)
    {
        ulong seed = GeneratedSeed.Next();
        _output.WriteLine($"seed {seed}");
        return HourlyGenerator.Generate(options with { Seed = seed }, _workspace.At("raw"));
    }

    private async Task RunAsync(ShopWarehouse target, string dataset, Truth truth, SecondShop second, params string[] more)
    {
        CtiRun run = await target.RunAsync(dataset, "raw", more);
        TruthCounts counts = truth.Counts;
        Assert.Equal([counts.Read, counts.Written, counts.Duplicates, 0, 0, counts.Rejected], run.Counts);
        Assert.Equal(new[] { counts.Read, counts.Written, counts.Duplicates, counts.Rejected }, new[] { "read", "written", "duplicates", "rejected" }.Select(n => second.Count(dataset, n)));
        Assert.Equal(truth.RejectedByReason, second.Reasons(dataset));
        Assert.Equal(truth.RejectedByReason, await ReasonsAsync(run));
    }

    private async Task<Dictionary<string, long>> ReasonsAsync(CtiRun run)
    {
        CtiRun inspected = (await _workspace.RunAsync("quarantine", "inspect", run.Result.GetProperty("rejects").GetString()!, "--by", "reason", "--format", "json")).Expect(0);
        return JsonDocument.Parse(inspected.Output).RootElement.EnumerateArray()
            .GroupBy(r => r.GetProperty("field").GetString() is { Length: > 0 } field ? $"{field}:{r.GetProperty("code")}" : r.GetProperty("code").GetString()!)
            .ToDictionary(g => g.Key, g => g.Sum(r => r.GetProperty("records").GetInt64()));
    }

    private async Task ExpectErasedAsync(ShopWarehouse target, ErasedTruth truth, SecondShop second, bool isArchived)
    {
        await second.ExpectTablesAsync(target, "erased", s_all);
        Assert.Equal([$"{truth.Customers}"], await target.AskAsync("SELECT CAST(count(*) AS VARCHAR) FROM customers WHERE first_name LIKE 'erased-%' AND email LIKE 'erased-%@erased.invalid' AND date_of_birth IS NULL"));
        Assert.Equal([$"{(isArchived ? truth.TransactionsWithArchive : truth.Transactions)}"], await target.AskAsync("SELECT CAST(count(*) AS VARCHAR) FROM transactions WHERE delivery_address LIKE 'erased-%'"));
        Assert.True(truth is { Customers: > 0, Transactions: > 0, Quarantined: > 0, Gone.Count: > 0 }, "nobody was to be erased, so nothing was shown");
        ExpectNothingLeft(truth.Gone);
    }

    /// <summary>Searches every file that the program made, decompressed, for what only a person has of whom all came before the request.</summary>
    private void ExpectNothingLeft(IEnumerable<string> phones)
    {
        foreach (string file in Directory.EnumerateFiles(_workspace.Folder, "*", SearchOption.AllDirectories).Where(f => !Path.GetRelativePath(_workspace.Folder, f).StartsWith("raw", StringComparison.Ordinal)))
        {
            byte[] bytes = File.ReadAllBytes(file);
            using Stream content = bytes is [0x1F, 0x8B, ..] ? new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress) : new MemoryStream(bytes);
            using StreamReader reader = new(content, Encoding.Latin1);
            string text = reader.ReadToEnd();
            Assert.DoesNotContain(phones, phone => text.Contains(phone, StringComparison.Ordinal));
        }
    }
}
