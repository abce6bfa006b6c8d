using Cti.Failures;
using Cti.Pipelines.Doctor;
using Cti.Records;
using Cti.Tests.Warehouses.Cases;
using Cti.Tests.Warehouses.DuckDb;
using Cti.Tests.Warehouses.Postgres;
using Cti.Warehouses;
using Cti.Warehouses.DuckDb;
using Cti.Warehouses.Postgres;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cti.Tests.Pipelines.Doctor;

/// <summary>DuckDB files and PostgreSQL servers, as they should be and broken.</summary>
public sealed class WarehouseDoctorTests : IAsyncLifetime
{
    private static readonly Dataset Things = new TestDataset(WarehouseBench.Things with { Derived = [] });
    private PostgresBench _postgres = null!;
    private Workbench _duckDb = null!;

    public async Task InitializeAsync() => (_postgres, _duckDb) = ((PostgresBench)await PostgresBench.OpenAsync(), new Workbench());

    public async Task DisposeAsync()
    {
        await _postgres.DisposeAsync();
        _duckDb.Dispose();
    }

    [Fact]
    public async Task DuckDb_BeforeAndAfterALoad_IsInOrderAndStaysAsItWas()
    {
        IReadOnlyList<Check> before = await CheckAsync(_duckDb.Warehouse(null));
        Assert.False(Directory.Exists(Path.GetDirectoryName(_duckDb.Database)));
        await _duckDb.LoadAsync(Things, LoadMode.Merge, null, _duckDb.Run("a", Things, WarehouseBench.Rows(("1", "", "x"))));

        IReadOnlyList<Check> after = await CheckAsync(_duckDb.Warehouse(null));

        before.Of("warehouse").Expect(CheckResult.Ok, "the first load makes it");
        after.Of("warehouse").Expect(CheckResult.Ok, "can be written");
        after.Of("table things").Expect(CheckResult.Ok, "fits the dataset (3 columns)");
        after.Of("table cti_ledger").Expect(CheckResult.Ok, "fits");
        Assert.Equal(["cti_ledger", "things"], _duckDb.Ask("SELECT table_name FROM information_schema.tables ORDER BY 1"));
    }

    [Fact]
    public async Task DuckDb_OtherColumnsAndNoFolder_Fail()
    {
        _duckDb.Do("CREATE TABLE things (id INTEGER, note VARCHAR)");

        (await CheckAsync(_duckDb.Warehouse(null))).Of("table things").Expect(CheckResult.Failed, "\"moment\" is missing (ALTER TABLE", kind: FailureKind.RefusedByWarehouse);
        DuckDbWarehouse nowhere = new(_duckDb.Database + "/w.duckdb", TableNaming.Default, new DuckDbOptions(WarehouseBench.Memory, 2, _duckDb.Spill), _duckDb.Store, TimeProvider.System);
        (await CheckAsync(nowhere)).Of("warehouse").Expect(CheckResult.Failed, "cannot be made", "a folder that can be written to", FailureKind.Usage);
        File.WriteAllText(_duckDb.Database + ".txt", "no database");
        DuckDbWarehouse text = new(_duckDb.Database + ".txt", TableNaming.Default, new DuckDbOptions(WarehouseBench.Memory, 2, _duckDb.Spill), _duckDb.Store, TimeProvider.System);
        Assert.Equal(CheckResult.Failed, (await CheckAsync(text)).Of("warehouse").Result);
    }

    [Fact]
    public async Task Postgres_BeforeAndAfterALoad_IsInOrderAndStaysAsItWas()
    {
        IReadOnlyList<Check> before = await CheckAsync(_postgres.Warehouse());
        Assert.Equal(["0"], await _postgres.AskAsync("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"));
        await _postgres.LoadAsync(Things, LoadMode.Merge, null, _postgres.Run("a", Things, WarehouseBench.Rows(("1", "", "x"))));

        IReadOnlyList<Check> after = await CheckAsync(_postgres.Warehouse());

        before.Of("warehouse").Expect(CheckResult.Ok, "as postgres");
        before.Of("table things").Expect(CheckResult.Warning, "there is no table \"public\".\"things\"", "--create, which makes it, or make it: CREATE TABLE");
        Assert.Equal(4, after.Count(c => c.Result == CheckResult.Ok && c.Name is "warehouse" or "rights" or "table things" or "table cti_ledger"));
        Assert.DoesNotContain(_postgres.Server.Password, string.Join('\n', before.Concat(after)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Postgres_WrongPasswordOrNoServer_FailNamingTheSettings()
    {
        (await CheckAsync(_postgres.Warehouse(null, "postgres", "planted-password", 1L << 30))).Of("warehouse").Expect(CheckResult.Failed, "does not let the user in", "password", FailureKind.Usage);
        PostgresWarehouse nobody = new(PostgresAddress.Parse("postgres://u@127.0.0.1:1/d", new PostgresSettings(Password: "planted-password")), TableNaming.Default, new DuckDbOptions(WarehouseBench.Memory, 2, _postgres.Spill), _postgres.Store, TimeProvider.System, NullLogger.Instance);
        IReadOnlyList<Check> checks = await CheckAsync(nobody);
        checks.Of("warehouse").Expect(CheckResult.Failed, "could not be reached", kind: FailureKind.Transient);
        checks.Of("table").Expect(CheckResult.NotChecked, "the warehouse comes first");
    }

    [Theory]
    [InlineData("", "rights", "may not make temporary tables", "GRANT TEMPORARY")]
    [InlineData("GRANT TEMPORARY ON DATABASE {d} TO {u}; REVOKE USAGE ON SCHEMA public FROM PUBLIC", "rights", "may not use schema", "GRANT USAGE ON SCHEMA \"public\" TO \"{u}\"")]
    [InlineData("GRANT TEMPORARY ON DATABASE {d} TO {u}", "table things", "and this user may not make it", "CREATE TABLE")]
    [InlineData("GRANT TEMPORARY ON DATABASE {d} TO {u}; CREATE TABLE things (id text, moment timestamp, note text); GRANT SELECT ON things TO {u}", "table things", "lacks INSERT, DELETE", "GRANT SELECT, INSERT, DELETE ON \"public\".\"things\" TO \"{u}\"")]
    public async Task Postgres_MissingRights_FailWithTheGrant(string sql, string name, string found, string advice)
    {
        string user = "u" + Guid.NewGuid().ToString("N")[..8];
        string Filled(string text) => text.Replace("{d}", _postgres.Database, StringComparison.Ordinal).Replace("{u}", user, StringComparison.Ordinal);
        await _postgres.DoAsync($"CREATE USER {user} PASSWORD 'planted-password'; REVOKE TEMPORARY, CREATE ON DATABASE {_postgres.Database} FROM PUBLIC; REVOKE CREATE ON SCHEMA public FROM PUBLIC; {Filled(sql)}");
        try
        {
            (await CheckAsync(_postgres.Warehouse(null, user, "planted-password", 1L << 30))).Of(name).Expect(CheckResult.Failed, found, Filled(advice), FailureKind.RefusedByWarehouse);
        }
        finally
        {
            await _postgres.DoAsync($"DROP OWNED BY {user}; DROP USER {user}");
        }
    }

    [Fact]
    public async Task Postgres_OtherColumns_FailWithWhatMendsAndNarrowOnesWarn()
    {
        await _postgres.DoAsync("CREATE TABLE things (id integer, note text)");
        (await CheckAsync(_postgres.Warehouse())).Of("table things").Expect(CheckResult.Failed, "\"moment\" is missing", "ADD COLUMN \"moment\"", FailureKind.RefusedByWarehouse);
        await _postgres.DoAsync("DROP TABLE things; CREATE TABLE things (id text NOT NULL, moment timestamp NOT NULL, note varchar(3))");
        (await CheckAsync(_postgres.Warehouse())).Of("table things").Expect(CheckResult.Warning, "\"moment\" takes no NULL; \"note\" is character varying(3)");
        (await CheckAsync(_postgres.Warehouse(new TableNaming("lake")))).Of("rights").Expect(CheckResult.Warning, "there is no schema \"lake\"", "--create");
    }

    private static async Task<IReadOnlyList<Check>> CheckAsync(IWarehouse warehouse) =>
        await Findings.OfAsync(new Cti.ObjectStores.Local.LocalObjectStore(), new DoctorRequest { Dataset = Things, Warehouse = () => warehouse });
}
