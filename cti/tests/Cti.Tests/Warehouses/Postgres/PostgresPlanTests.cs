using System.Text.RegularExpressions;
using Cti.Records;
using Cti.Tests.Warehouses.Cases;
using Cti.Warehouses;
using Cti.Warehouses.DuckDb;
using Cti.Warehouses.Postgres;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cti.Tests.Warehouses.Postgres;

/// <summary>What <c>load --dry-run</c> prints, without a server.</summary>
public sealed partial class PostgresPlanTests : IDisposable
{
    private static readonly Dataset Things = new TestDataset(WarehouseBench.Things);
    private readonly DuckDb.Workbench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData(LoadMode.Merge, null, true, "merge-create")]
    [InlineData(LoadMode.Append, null, false, "append")]
    [InlineData(LoadMode.Replace, null, false, "replace")]
    [InlineData(LoadMode.Replace, "2021-04", false, "replace-month")]
    public async Task Plan_EachMode_IsAsKept(LoadMode mode, string? month, bool create, string name)
    {
        string golden = Repository.Path("cti", "tests", "Cti.Tests", "Warehouses", "Golden", $"plan.postgres.{name}.txt");
        string plan = await PlanAsync(Things, mode, month, create);
        if (Environment.GetEnvironmentVariable("CTI_UPDATE_GOLDEN") == "1")
            await File.WriteAllTextAsync(golden, plan);

        Assert.Equal(await File.ReadAllTextAsync(golden), plan);
    }

    [Fact]
    public async Task Plan_Versions_LeaveNewerRowsAlone()
    {
        string plan = await PlanAsync(new TestDataset(WarehouseBench.Versioned), LoadMode.Merge, null, create: false);

        Assert.Contains("""AND NOT (t."moment" IS NOT NULL AND (s."moment" IS NULL OR s."moment" < t."moment"))""", plan, StringComparison.Ordinal);
        Assert.Contains("WHERE NOT EXISTS (SELECT 1 FROM", plan, StringComparison.Ordinal);
    }

    private async Task<string> PlanAsync(Dataset dataset, LoadMode mode, string? month, bool create)
    {
        LoadSource source = _bench.Run("a", dataset, WarehouseBench.Rows(("1", "2021-04-05", "new"), ("9", "2021-04-06", "new")));
        await using PostgresWarehouse warehouse = new(
            PostgresAddress.Parse("postgres://u@nowhere.invalid/d", new PostgresSettings()), new TableNaming("lake"), new DuckDbOptions(WarehouseBench.Memory, 1, _bench.Spill), _bench.Store, TimeProvider.System, NullLogger.Instance);
        IReadOnlyList<string> plan = await warehouse.PlanAsync(new LoadRequest(dataset, [source], mode, month, create), CancellationToken.None);
        string text = string.Concat(plan.Select(s => s + ";\n")).Replace(_bench.Spill, "/data", StringComparison.Ordinal);
        return Tool().Replace(Moment().Replace(text, "TIMESTAMP '…'"), "'cti …'");
    }

    [GeneratedRegex(@"TIMESTAMP '[^']+'")]
    private static partial Regex Moment();

    [GeneratedRegex(@"'cti \d[^']*'")]
    private static partial Regex Tool();
}
