using System.IO.Compression;
using Cti.Aws;
using Cti.Failures;
using Cti.Records;
using Cti.Tests.Warehouses.Cases;
using Cti.Warehouses;
using Cti.Warehouses.DuckDb;
using Cti.Warehouses.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Cti.Tests.Warehouses.Postgres;

/// <summary>What PostgreSQL refuses: before a row is sent where that can be known, else with source file and line.</summary>
public sealed class PostgresRefusalTests : IAsyncLifetime
{
    private static readonly Dataset Things = new TestDataset(WarehouseBench.Things with { Derived = [] });
    private PostgresBench _bench = null!;

    public async Task InitializeAsync() => _bench = (PostgresBench)await PostgresBench.OpenAsync();

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Theory]
    [InlineData("note varchar(3)", "'four'", "note: value too long for type character varying(3) (22001)")]
    [InlineData("note text CHECK (note <> 'four')", "'four'", "violates check constraint")]
    [InlineData("note text", "'nul' || chr(0)", "note: invalid byte sequence for encoding \"UTF8\": 0x00 (22021)")]
    public async Task Load_ValueRefused_NamesSourceFileAndLine(string column, string value, string reason)
    {
        await _bench.DoAsync($"CREATE TABLE things (id text NOT NULL, moment timestamp, {column})");
        string rows = $"{WarehouseBench.Rows(("1", "", "ok"), ("2", "", "ok"))} UNION ALL SELECT '3', NULL, {value}";

        CtiException e = await RefusedAsync(WithLines(_bench.Run("a", Things, rows)));

        Assert.Equal(FailureKind.RefusedByWarehouse, e.Kind);
        Assert.Contains("s3://raw/2021/04/b.csv line 8 (row 3 of ", e.Message, StringComparison.Ordinal);
        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
        Assert.Equal(["0"], await _bench.AskAsync("SELECT count(*) FROM things"));
        Assert.Equal(["∅"], await _bench.AskAsync("SELECT to_regclass('cti_ledger')::text"));
    }

    [Theory]
    [InlineData("note varchar(3)", "'four'", "note: value too long for type character varying(3) (22001)")]
    [InlineData("note text CHECK (note <> 'four')", "'four'", "violates check constraint")]
    public async Task Load_ValueRefusedWhileStaging_NamesTheSameLine(string column, string value, string reason)
    {
        await _bench.DoAsync($"CREATE TABLE things (id text NOT NULL, moment timestamp, {column}); INSERT INTO things VALUES ('0', NULL, 'old')");
        string rows = $"{WarehouseBench.Rows(("1", "", "ok"), ("2", "", "ok"))} UNION ALL SELECT '3', NULL, {value}";

        CtiException e = await RefusedAsync(WithLines(_bench.Run("a", Things, rows)));

        Assert.Contains("s3://raw/2021/04/b.csv line 8 (row 3 of ", e.Message, StringComparison.Ordinal);
        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
        Assert.Equal(["0|∅|old"], await _bench.AskAsync("SELECT * FROM things"));
    }

    [Fact]
    public async Task Load_RuleThatNoRowTells_SaysWhereToLook()
    {
        await _bench.DoAsync("CREATE TABLE things (id text NOT NULL, moment timestamp, note text UNIQUE); INSERT INTO things VALUES ('0', NULL, 'x')");

        CtiException e = await RefusedAsync(_bench.Run("a", Things, WarehouseBench.Rows(("1", "", "x"))));

        Assert.Equal(FailureKind.RefusedByWarehouse, e.Kind);
        Assert.Contains("duplicate key value violates unique constraint", e.Message, StringComparison.Ordinal);
        Assert.Contains("look at its triggers, references and unique indexes", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_NoTable_IsRefusedWithTheStatementsThatMakeIt()
    {
        await using IWarehouse warehouse = _bench.Warehouse();
        LoadRequest request = new(Things, [_bench.Run("a", Things, WarehouseBench.Rows(("1", "", "x")))], LoadMode.Merge, null, Create: false);

        CtiException e = await Assert.ThrowsAsync<CtiException>(() => warehouse.LoadAsync(request, CancellationToken.None));

        Assert.Equal(FailureKind.RefusedByWarehouse, e.Kind);
        Assert.Contains("--create", e.Message, StringComparison.Ordinal);
        string statements = e.Message[e.Message.IndexOf("CREATE TABLE", StringComparison.Ordinal)..].TrimEnd('.');
        await _bench.DoAsync(statements);
        Assert.Equal(1, Assert.Single(await warehouse.LoadAsync(request, CancellationToken.None)).Inserted);
    }

    [Fact]
    public async Task Load_TableWithOtherColumns_NamesEveryMismatchAndIsTakenOnceMended()
    {
        await _bench.DoAsync("CREATE TABLE things (id integer NOT NULL, moment timestamp NOT NULL, extra float8)");
        LoadSource a = _bench.Run("a", Things, WarehouseBench.Rows(("1", "", "x")));

        CtiException e = await RefusedAsync(a);

        Assert.Equal(FailureKind.RefusedByWarehouse, e.Kind);
        string[] mends = [.. e.Message.Split('(', ')').Where(p => p.StartsWith("ALTER TABLE", StringComparison.Ordinal))];
        Assert.Equal(
            [
                """ALTER TABLE "public"."things" ALTER COLUMN "id" TYPE text USING "id"::text""",
                """ALTER TABLE "public"."things" ALTER COLUMN "moment" DROP NOT NULL""",
                """ALTER TABLE "public"."things" ADD COLUMN "note" text""",
                """ALTER TABLE "public"."things" DROP COLUMN "extra" """.TrimEnd(),
            ],
            mends);
        await _bench.DoAsync(string.Join(';', mends));
        Assert.Equal(1, (await _bench.LoadAsync(Things, LoadMode.Merge, null, a)).Inserted);
    }

    [Fact]
    public async Task Load_AView_IsRefusedNamingIt()
    {
        await _bench.DoAsync("CREATE VIEW things AS SELECT 'x'::text AS id, NULL::timestamp AS moment, 'y'::text AS note");

        CtiException e = await RefusedAsync(_bench.Run("a", Things, WarehouseBench.Rows(("1", "", "x"))));

        Assert.Contains("is a view", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_UserWithoutRights_IsRefusedWithTheLeastRightsAsTheDocsList()
    {
        string user = "u" + _bench.Database;
        await _bench.DoAsync($"CREATE TABLE things (id text, moment timestamp, note text); REVOKE CREATE ON SCHEMA public FROM PUBLIC; CREATE ROLE {user} LOGIN PASSWORD 'planted-password'");
        await using PostgresWarehouse warehouse = _bench.Warehouse(null, user, "planted-password", 1L << 30);
        LoadRequest request = new(Things, [_bench.Run("a", Things, WarehouseBench.Rows(("1", "", "x")))], LoadMode.Merge, null, Create: false);

        CtiException e = await Assert.ThrowsAsync<CtiException>(() => warehouse.LoadAsync(request, CancellationToken.None));
        Assert.Equal(FailureKind.RefusedByWarehouse, e.Kind);
        Assert.Contains("permission denied", e.Message, StringComparison.Ordinal);

        foreach (string sql in DdlWriter.CreateTable(_bench.Dialect, LedgerTable.Definition, "public", LedgerTable.Name))
            await _bench.DoAsync(sql);
        await _bench.DoAsync($"GRANT SELECT, INSERT, DELETE ON things, cti_ledger TO {user}");
        Assert.Equal(1, Assert.Single(await warehouse.LoadAsync(request, CancellationToken.None)).Inserted);
        LoadRequest second = request with { Manifests = [_bench.Run("b", Things, WarehouseBench.Rows(("1", "", "y")))] };
        Assert.Equal(1, Assert.Single(await warehouse.LoadAsync(second, CancellationToken.None)).Updated);
        await _bench.DoAsync($"DROP OWNED BY {user}; DROP ROLE {user}");
    }

    [Theory]
    [InlineData("", "", FailureKind.Usage, "CTI_PASSWORD")]
    [InlineData("?sslmode=require", "given", FailureKind.Usage, "sslmode")]
    [InlineData("", "wrong", FailureKind.Usage, "does not let the user in")]
    public async Task Load_ConnectionThatCannotBeMade_SaysWhatToCheckAtOnce(string parameters, string password, FailureKind kind, string expected)
    {
        NpgsqlConnectionStringBuilder connection = PostgresAddress.Parse(_bench.Address + parameters, new PostgresSettings(Password: password == "given" ? _bench.Server.Password : password));
        BackOff never = new(1, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(5));
        await using PostgresWarehouse warehouse = new(connection, TableNaming.Default, new DuckDbOptions(WarehouseBench.Memory, 1, _bench.Spill), _bench.Store, TimeProvider.System, NullLogger.Instance, never);
        LoadRequest request = new(Things, [_bench.Run("a", Things, WarehouseBench.Rows(("1", "", "x")))], LoadMode.Merge, null, Create: true);

        CtiException e = await Assert.ThrowsAsync<CtiException>(() => warehouse.LoadAsync(request, CancellationToken.None));

        Assert.Equal(kind, e.Kind);
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }

    private Task<CtiException> RefusedAsync(LoadSource source) =>
        Assert.ThrowsAsync<CtiException>(() => _bench.LoadAsync(Things, LoadMode.Merge, null, source));

    // Rows 1 and 2 come from one file, the third from line 8 of another.
    private LoadSource WithLines(LoadSource source)
    {
        using FileStream file = File.Create(_bench.Store.PathOf(source.Manifest.Outputs[0].Lines));
        foreach (string stretch in new[] { """{"source":"s3://raw/2021/04/a.csv","line":2,"rows":2}""", """{"source":"s3://raw/2021/04/b.csv","line":8,"rows":5}""" })
        {
            // As the sink writes it: one gzip member after another.
            using GZipStream gzip = new(file, CompressionLevel.Fastest, leaveOpen: true);
            using StreamWriter writer = new(gzip);
            writer.Write(stretch + "\n");
        }

        return source;
    }
}
