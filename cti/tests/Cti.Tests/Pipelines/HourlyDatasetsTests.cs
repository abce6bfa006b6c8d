using System.Globalization;
using Cti.Generator.Hourly;
using Cti.Generator.Output;
using Cti.Manifests;
using Cti.Pipelines;
using Cti.Records;
using Cti.Warehouses;
using Cti.Warehouses.DuckDb;
using Xunit.Abstractions;

namespace Cti.Tests.Pipelines;

/// <summary>A month of hourly folders: the truth about it, and that its hours may come in any order.</summary>
public sealed class HourlyDatasetsTests(ITestOutputHelper output) : IDisposable
{
    private static readonly string[] Names = ["customers", "products", "transactions", "erasure-requests"];
    private readonly ExtractionFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Run_WholeMonthInOnePass_GivesTheKnownCountsAndTables()
    {
        ulong seed = GeneratedSeed.Next();
        output.WriteLine($"seed {seed}");
        HourlyTruth truth = HourlyGenerator.Generate(new HourlyOptions { Transactions = 1500, Hours = 40, Customers = 300, Products = 80, Seed = seed, Bad = 0.04 }, _fixture.Folder.At("raw"));
        Dictionary<string, Truth> truths = new()
        {
            ["customers"] = truth.Customers,
            ["products"] = truth.Products,
            ["transactions"] = truth.Transactions,
            ["erasure-requests"] = truth.ErasureRequests,
        };

        foreach (string dataset in Names)
        {
            ExtractTransformOutcome outcome = await LoadAsync(dataset, "one", _fixture.Folder.At("raw"));
            Assert.Equal(CountsOf(truths[dataset]), outcome.Counts);
            SortedDictionary<string, long> reasons = new(outcome.TopRejects.ToDictionary(r => r.Field is null ? r.Code : $"{r.Field}:{r.Code}", r => r.Records), StringComparer.Ordinal);
            Assert.Equal(truths[dataset].RejectedByReason.Count, reasons.Count);
            Assert.Equal(truths[dataset].RejectedByReason, reasons);
        }

        Assert.Equal(Row(truth.Customers.Counts.Written, truth.Customers.Written["versions"], truth.Customers.Written["hours"]), Ask("one", Sums("customers", "last_change", "arrived_at")));
        Assert.Equal(Row(truth.Products.Counts.Written, truth.Products.Written["hours"]), Ask("one", Sums("products", "arrived_at")));
        Assert.Equal(
            Row(truth.Transactions.Written["lines"], truth.Transactions.Written["cents"], truth.Transactions.Counts.Written, truth.Transactions.Written["cents"]),
            Ask("one", "SELECT (SELECT count(*) FROM transaction_lines), (SELECT CAST(sum(total) * 100 AS BIGINT) FROM transaction_lines), count(*), CAST(sum(total_cost) * 100 AS BIGINT) FROM transactions"));
        Assert.Matches("^0{5}[0-9]{3}$", Ask("one", "SELECT min(id) FROM customers")[0]);
        Assert.Equal(Row(0), Ask("one", "SELECT count(*) FROM erasure_requests WHERE email LIKE '%@%'"));
    }

    [Fact]
    public async Task Run_HourByHourAndLateHours_GiveTheSameTables()
    {
        ulong seed = GeneratedSeed.Next();
        output.WriteLine($"seed {seed}");
        const int Hours = 9;
        HourlyOptions options = new() { Transactions = 200, Hours = Hours, Customers = 60, Products = 20, Seed = seed, Copies = 0.1, Conflicts = 0.1 };
        HourlyGenerator.Generate(options, _fixture.Folder.At("raw"));
        string[] folders = [.. Directory.EnumerateDirectories(_fixture.Folder.At("raw"), "hour=*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        string[] late = [.. folders];
        new Random((int)seed).Shuffle(late);
        foreach (string dataset in Names)
        {
            await LoadAsync(dataset, "one", _fixture.Folder.At("raw"));
            foreach (string folder in folders.Where(f => Holds(f, dataset)))
                await LoadAsync(dataset, "hourly", folder);
            foreach (string folder in late.Where(f => Holds(f, dataset)))
                await LoadAsync(dataset, "late", folder);
        }

        foreach (string table in new[] { "customers", "products", "transactions", "transaction_lines", "erasure_requests" })
        {
            string[] expected = Ask("one", $"SELECT * FROM {table} ORDER BY ALL");
            Assert.NotEmpty(expected);
            Assert.Equal(expected, Ask("hourly", $"SELECT * FROM {table} ORDER BY ALL"));
            Assert.Equal(expected, Ask("late", $"SELECT * FROM {table} ORDER BY ALL"));
        }
    }

    private static bool Holds(string folder, string dataset) => Directory.EnumerateFiles(folder, dataset + ".*").Any();

    private async Task<ExtractTransformOutcome> LoadAsync(string dataset, string database, string input)
    {
        ExtractTransformRequest request = _fixture.Request(dataset, input) with { MaxRejectRate = 1, Anonymize = DatasetCatalog.Find(dataset)!.AlwaysAnonymized, Pepper = "p", PepperVersion = "1" };
        ExtractTransformOutcome outcome = await _fixture.RunAsync(request);
        using Cti.ObjectStores.ObjectStoreRouter store = new(() => throw new InvalidOperationException("No S3 in this test."));
        DuckDbOptions engine = new(256_000_000, 1, _fixture.Folder.Path);
        await using DuckDbWarehouse warehouse = new(_fixture.Folder.At(database + ".duckdb"), TableNaming.Default, engine, store, TimeProvider.System);
        LoadSource source = new(outcome.ManifestUri!, outcome.Manifest!);
        IReadOnlyList<TableLoad> loads = await warehouse.LoadAsync(new LoadRequest(request.Dataset, [source], LoadMode.Merge, null, Create: true), CancellationToken.None);
        Assert.All(loads, load => Assert.Equal(outcome.Manifest!.RowsOf(load.Table), load.Inserted + load.Updated + load.Ignored));
        return outcome;
    }

    private string[] Ask(string database, string sql)
    {
        using DuckDbConnection connection = DuckDbConnection.Open(_fixture.Folder.At(database + ".duckdb"), new Dictionary<string, string> { ["access_mode"] = "READ_ONLY" });
        return [.. connection.Query(sql, CancellationToken.None).Rows.Select(row => string.Join('|', row.Select(v => Convert.ToString(v, CultureInfo.InvariantCulture))))];
    }

    private static string Sums(string table, params string[] hours) =>
        $"SELECT count(*), {string.Join(", ", hours.Select(column => $"CAST(sum(date_diff('hour', TIMESTAMP '2020-01-01', {column})) AS BIGINT)"))} FROM {table}";

    private static string[] Row(params long[] values) => [string.Join('|', values)];

    private static Counts CountsOf(Truth truth) => new()
    {
        Read = truth.Counts.Read,
        Written = truth.Counts.Written,
        Duplicates = truth.Counts.Duplicates,
        Rejected = truth.Counts.Rejected,
    };
}
