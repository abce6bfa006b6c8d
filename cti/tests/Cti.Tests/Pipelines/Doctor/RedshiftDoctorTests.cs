using Cti.Aws;
using Cti.Failures;
using Cti.ObjectStores;
using Cti.ObjectStores.S3;
using Cti.Pipelines.Doctor;
using Cti.Records;
using Cti.Tests.Warehouses.Cases;
using Cti.Tests.Warehouses.Redshift;
using Cti.Warehouses;
using Cti.Warehouses.DuckDb;
using Cti.Warehouses.Redshift;

namespace Cti.Tests.Pipelines.Doctor;

/// <summary>Redshift through the simulator, which verifies signatures, as it should be and broken.</summary>
public sealed class RedshiftDoctorTests
{
    private static readonly Dataset Things = new TestDataset(WarehouseBench.Things with { Derived = [] });

    [Fact]
    public async Task Run_BeforeAndAfterALoad_IsInOrderAndLeavesNothing()
    {
        await using RedshiftBench bench = await RedshiftBench.StartAsync();
        IReadOnlyList<Check> before = await CheckAsync(bench, bench.Settings);
        Assert.Empty(await bench.S3.KeysAsync(bench.Bucket));
        Assert.Equal(["0"], await bench.AskAsync("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"));
        await bench.LoadAsync(Things, LoadMode.Merge, null, bench.Run("a", Things, WarehouseBench.Rows(("1", "", "x"))));

        IReadOnlyList<Check> after = await CheckAsync(bench, bench.Settings);

        before.Of("warehouse").Expect(CheckResult.Ok, "as postgres");
        before.Of("role").Expect(CheckResult.Ok, "COPY read a row");
        before.Of("table things").Expect(CheckResult.Warning, "there is no table", "--create");
        after.Of("table things").Expect(CheckResult.Ok, "fits the dataset (3 columns)");
        after.Of("table cti_ledger").Expect(CheckResult.Ok, "fits");
        Assert.DoesNotContain(after, c => c.Result == CheckResult.Failed);
        Assert.DoesNotContain(await bench.S3.KeysAsync(bench.Bucket), k => k.Contains("doctor", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_WrongKeyWorkgroupOrDatabase_FailsNamingTheSettings()
    {
        await using RedshiftBench bench = await RedshiftBench.StartAsync(o => o with { Endpoints = ["etl"] });

        IReadOnlyList<Check> key = await CheckAsync(bench, bench.Settings with { Access = bench.Settings.Access with { SecretKey = "planted-key" } });
        IReadOnlyList<Check> workgroup = await CheckAsync(bench, bench.Settings with { Workgroup = "nowhere" });
        IReadOnlyList<Check> database = await CheckAsync(bench, bench.Settings with { Database = "no_such_database" });
        IReadOnlyList<Check> nothing = await CheckAsync(bench, new RedshiftSettings());

        key.Of("warehouse").Expect(CheckResult.Failed, "the secret key does not belong to the access key", kind: FailureKind.Usage);
        key.Of("role").Expect(CheckResult.NotChecked, "the warehouse comes first");
        workgroup.Of("warehouse").Expect(CheckResult.Failed, "endpoint doesn't exist", "check workgroup or cluster", FailureKind.Usage);
        Assert.Equal(CheckResult.Failed, database.Of("warehouse").Result);
        nothing.Of("warehouse").Expect(CheckResult.Failed, "no workgroup or cluster is named", kind: FailureKind.Usage);
    }

    [Fact]
    public async Task Run_RoleThatMayNotBeTaken_Fails()
    {
        await using RedshiftBench bench = await RedshiftBench.StartAsync(o => o with { CopyRoles = ["arn:aws:iam::123456789012:role/another"] });

        Check role = (await CheckAsync(bench, bench.Settings)).Of("role");
        Check none = (await CheckAsync(bench, bench.Settings with { Iam = null })).Of("role");
        Check untried = (await CheckAsync(bench, bench.Settings, output: null)).Of("role");

        role.Expect(CheckResult.Failed, "role", "attach the role", FailureKind.Usage);
        none.Expect(CheckResult.Failed, "no role is named for COPY", "iam", FailureKind.Usage);
        untried.Expect(CheckResult.NotChecked, "iam is set", "--output");
        Assert.Empty(await bench.S3.KeysAsync(bench.Bucket));
    }

    private static Task<IReadOnlyList<Check>> CheckAsync(RedshiftBench bench, RedshiftSettings settings) => CheckAsync(bench, settings, bench.Root);

    private static async Task<IReadOnlyList<Check>> CheckAsync(RedshiftBench bench, RedshiftSettings settings, string? output)
    {
        using S3ObjectStore store = new(new ObjectStoreOptions { Endpoint = bench.S3.Endpoint, Region = bench.S3.Region, AccessKey = bench.S3.AccessKey, SecretKey = bench.S3.SecretKey });
        RedshiftWarehouse warehouse = new(settings, TableNaming.Default, new DuckDbOptions(WarehouseBench.Memory, 2, bench.Spill), store, TimeProvider.System, bench, new BackOff(1, TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(50)));
        return await Findings.OfAsync(store, new DoctorRequest { Dataset = Things, Output = output, Warehouse = () => warehouse });
    }
}
