using Cti.Failures;
using Cti.Records;
using Cti.Tests.Warehouses.Cases;
using Cti.Warehouses;
using Cti.Warehouses.DuckDb;
using Cti.Warehouses.Redshift;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cti.Tests.Warehouses.Redshift;

/// <summary>The SQL of a load against golden files; CTI_UPDATE_GOLDEN=1 writes the files anew.</summary>
public sealed class RedshiftPlanTests
{
    private const string Bucket = "s3://staging/etl";
    private static readonly DuckDbOptions s_engine = new(1 << 30, 1, "/tmp");
    private static readonly RedshiftSettings s_settings = new() { Workgroup = "etl", Database = "dev", Iam = "arn:aws:iam::123456789012:role/copy" };

    [Theory]
    [InlineData("events", LoadMode.Merge, null)]
    [InlineData("events", LoadMode.Append, null)]
    [InlineData("events", LoadMode.Replace, null)]
    [InlineData("events", LoadMode.Replace, "2021-04")]
    [InlineData("interactions", LoadMode.Merge, null)]
    [InlineData("things", LoadMode.Merge, null)]
    [InlineData("versions", LoadMode.Merge, null)]
    public async Task Plan_EachMode_IsAsKept(string dataset, LoadMode mode, string? month)
    {
        string golden = Repository.Path("cti", "tests", "Cti.Tests", "Warehouses", "Golden", $"plan-redshift-{dataset}-{mode.ToString().ToLowerInvariant()}{(month is null ? "" : "-month")}.sql");

        string plan = string.Join(";\n", await PlanAsync(DatasetOf(dataset), mode, month, create: dataset == "events" && mode == LoadMode.Merge)) + ";\n";

        plan = plan.Replace(LedgerSql.Tool, "cti VERSION", StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("CTI_UPDATE_GOLDEN") == "1")
            await File.WriteAllTextAsync(golden, plan);
        Assert.Equal(await File.ReadAllTextAsync(golden), plan);
    }

    [Fact]
    public async Task Plan_QuotesAndBackslashes_AreDoubledInLiteralsAndNames()
    {
        LoadSource source = RedshiftRuns.Source(Bucket + "/o'b\\x", "r'1\\", "things", RedshiftRuns.Part(RedshiftRuns.Things, Bucket + "/p'\\.parquet", 1, 1));

        IReadOnlyList<string> plan = await Warehouse(new TableNaming("odd\"schema")).PlanAsync(new LoadRequest(new TestDataset(RedshiftRuns.Things), [source], LoadMode.Merge, null, Create: false), CancellationToken.None);

        string sql = string.Join('\n', plan.Where(s => !s.StartsWith("--", StringComparison.Ordinal)));
        Assert.Contains("'r''1\\\\'", sql, StringComparison.Ordinal);
        Assert.Contains("FROM 's3://staging/etl/o''b\\\\x/_runs/r''1\\\\/_copy-things-", sql, StringComparison.Ordinal);
        Assert.Contains("\"odd\"\"schema\".\"things\"", sql, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/data/out", "s3://b/part.parquet", "/data/out/_runs/r1/manifest.json")]
    [InlineData("s3://b/out", "/data/part.parquet", "/data/part.parquet")]
    public async Task Plan_FilesOutsideS3_AreRefusedByName(string folder, string part, string named)
    {
        LoadSource source = RedshiftRuns.Source(folder, "r1", "things", RedshiftRuns.Part(RedshiftRuns.Things, part, 1, 1));

        CtiException failure = await Assert.ThrowsAsync<CtiException>(() => Warehouse().PlanAsync(new LoadRequest(new TestDataset(RedshiftRuns.Things), [source], LoadMode.Merge, null, Create: false), CancellationToken.None));

        Assert.Equal(FailureKind.Usage, failure.Kind);
        Assert.Contains(named + " is not in S3", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_MoreRunsThanABatchTakes_IsRefused()
    {
        LoadSource[] sources = [.. Enumerable.Range(0, 6).Select(i => RedshiftRuns.Source(Bucket, $"r{i}", "things", RedshiftRuns.Part(RedshiftRuns.Things, $"{Bucket}/{i}.parquet", 1, 1)))];

        CtiException failure = await Assert.ThrowsAsync<CtiException>(() => Warehouse().PlanAsync(new LoadRequest(new TestDataset(RedshiftRuns.Things), sources, LoadMode.Replace, null, Create: false), CancellationToken.None));

        Assert.Equal(FailureKind.Usage, failure.Kind);
        Assert.Contains("takes 40 of", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_WithoutARole_SaysWhichSettingIsMissing()
    {
        RedshiftWarehouse warehouse = new(s_settings with { Iam = null }, TableNaming.Default, s_engine, new FolderStore("."), TimeProvider.System, NullLogger.Instance);
        LoadSource source = RedshiftRuns.Source(Bucket, "r1", "things");

        CtiException failure = await Assert.ThrowsAsync<CtiException>(() => warehouse.PlanAsync(new LoadRequest(new TestDataset(RedshiftRuns.Things), [source], LoadMode.Merge, null, Create: false), CancellationToken.None));

        Assert.Contains("the setting iam", failure.Message, StringComparison.Ordinal);
    }

    private static RedshiftWarehouse Warehouse(TableNaming? naming = null) =>
        new(s_settings, naming ?? TableNaming.Default, s_engine, new FolderStore("."), TimeProvider.System, NullLogger.Instance);

    private static Task<IReadOnlyList<string>> PlanAsync(Dataset dataset, LoadMode mode, string? month, bool create)
    {
        LoadSource source = RedshiftRuns.Source(Bucket, "run-1", dataset.Name, [.. dataset.Tables.Select(t => RedshiftRuns.Part(t, $"{Bucket}/{t.Name}/run=run-1/part-00000.parquet", 7, 1234))]);
        return Warehouse().PlanAsync(new LoadRequest(dataset, [source], mode, month, create), CancellationToken.None);
    }

    private static Dataset DatasetOf(string name) => name switch
    {
        "things" => new TestDataset(RedshiftRuns.Things),
        "versions" => new TestDataset(RedshiftRuns.Versions),
        _ => DatasetCatalog.Find(name)!,
    };
}
