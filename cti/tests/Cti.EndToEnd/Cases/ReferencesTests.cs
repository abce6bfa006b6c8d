using System.Text.Json;
using Cti.EndToEnd.Running;
using Cti.Tests.Pipelines.References;

namespace Cti.EndToEnd.Cases;

/// <summary>A transaction comes an hour before its customer: it is rejected, waits, and is loaded once, in each warehouse.</summary>
public sealed class ReferencesTests
{
    [Theory]
    [InlineData("duckdb")]
    [InlineData("postgres")]
    [InlineData("redshift")]
    public async Task Replay_CustomerOfALaterHour_LoadsItsTransactionOnce(string kind)
    {
        await using WarehouseStack stack = await WarehouseStack.StartAsync(kind);
        string output = $"s3://{stack.Bucket}/etl";
        string[] references = ["--references", stack.Warehouse, output];
        await RunAsync(stack, 1, "products", [], ShopInput.Product(1));
        await RunAsync(stack, 1, "customers", [], ShopInput.Customer("007"), ShopInput.Customer("9", "nobody"));
        CtiRun first = await RunAsync(stack, 1, "transactions", references, ShopInput.Transaction(1, "007", 1), ShopInput.Transaction(2, "0008", 1), ShopInput.Transaction(3, "9", 1, 2));
        Assert.Equal([3, 1, 0, 0, 0, 2], first.Counts);
        (await stack.Workspace.RunAsync("quarantine", "replay", output)).Expect(99);

        await RunAsync(stack, 2, "customers", [], ShopInput.Customer("0008"));
        CtiRun replay = (await stack.Workspace.RunAsync(["quarantine", "replay", output, .. references])).Expect(0);
        Assert.Equal([2, 1, 0, 0, 0, 1], replay.Counts);
        Assert.Equal("inserted 1, ignored 0", Load(await LoadAsync(stack, replay)));
        Assert.Equal([ShopInput.IdOf(1), ShopInput.IdOf(2)], await stack.AskAsync("SELECT transaction_id FROM transactions"));

        // The same again has nothing to take; and the first run by itself brings a row that is there.
        (await stack.Workspace.RunAsync(["quarantine", "replay", output, .. references])).Expect(99);
        CtiRun alone = (await stack.Workspace.RunAsync("quarantine", "replay", first.Result.GetProperty("rejects").GetString()!)).Expect(0);
        CtiRun again = (await stack.Workspace.RunAsync("quarantine", "replay", first.Result.GetProperty("rejects").GetString()!)).Expect(0);
        Assert.Equal("inserted 0, ignored 1", Load(await LoadAsync(stack, alone)));
        Assert.True(again.Result.GetProperty("reused").GetBoolean());
        Assert.Equal([ShopInput.IdOf(1), ShopInput.IdOf(2)], await stack.AskAsync("SELECT transaction_id FROM transaction_lines"));

        CtiRun reasons = (await stack.Workspace.RunAsync("quarantine", "inspect", replay.Result.GetProperty("rejects").GetString()!, "--by", "reason", "--format", "csv")).Expect(0);
        Assert.Contains("customer_id,rejected_reference", reasons.Output, StringComparison.Ordinal);
        Assert.Contains("purchases.products.sku,unknown_reference", reasons.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ReferencesThatMakeNoSense_AreUsage()
    {
        using Workspace workspace = new();
        workspace.Write("customers.json", ShopInput.Customer("1"));
        workspace.Write("transactions.json", ShopInput.Transaction(1, "1", 1));
        workspace.Variables["CTI_PEPPER"] = "a pepper of more than 32 characters, for tests";

        CtiRun customers = (await workspace.RunAsync("run", "--dataset", "customers", "--input", "customers.json", "--references", "cti-data")).Expect(2);
        CtiRun hashed = (await workspace.RunAsync("run", "--dataset", "transactions", "--input", "transactions.json", "--references", "cti-data", "--anonymize", "customer_id")).Expect(2);
        CtiRun corrected = (await workspace.RunAsync("quarantine", "replay", "cti-data", "--fixed", "x.jsonl")).Expect(2);
        CtiRun nothing = (await workspace.RunAsync("run", "--dataset", "transactions", "--input", "transactions.json", "--references", "duckdb:none.duckdb", "elsewhere")).Expect(0);

        Assert.Contains("its records refer to no others", customers.Cause, StringComparison.Ordinal);
        Assert.Contains("choose one of the two", hashed.Cause, StringComparison.Ordinal);
        Assert.Contains("name that run", corrected.Cause, StringComparison.Ordinal);
        Assert.Equal([1, 0, 0, 0, 0, 1], nothing.Counts);
        Assert.Contains("elsewhere knows nothing of products", nothing.Errors, StringComparison.Ordinal);
    }

    private static async Task<CtiRun> RunAsync(WarehouseStack stack, int hour, string dataset, string[] more, params string[] lines)
    {
        string file = stack.Workspace.Write($"raw/date=2020-01-01/hour=0{hour}/{dataset}.json", string.Join('\n', lines));
        return (await stack.Workspace.RunAsync(["run", "--dataset", dataset, "--input", file, "--output", $"s3://{stack.Bucket}/etl", "--warehouse", stack.Warehouse, "--create", .. more])).Expect(0);
    }

    private static async Task<CtiRun> LoadAsync(WarehouseStack stack, CtiRun run) => (await stack.Workspace.RunAsync(
        "load", "--dataset", "transactions", "--input", run.Result.GetProperty("manifest").GetString()!, "--warehouse", stack.Warehouse)).Expect(0);

    private static string Load(CtiRun run)
    {
        JsonElement load = run.Result.GetProperty("load")[0];
        return $"inserted {load.GetProperty("inserted")}, ignored {load.GetProperty("ignored")}";
    }
}
