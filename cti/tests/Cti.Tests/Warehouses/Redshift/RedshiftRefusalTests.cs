using System.IO.Compression;
using System.Text;
using Cti.Failures;
using Cti.Manifests;
using Cti.Records;
using Cti.Tests.Warehouses.Cases;
using Cti.Warehouses;

namespace Cti.Tests.Warehouses.Redshift;

/// <summary>What Redshift refuses, or the program before it, and leaves as it was.</summary>
public sealed class RedshiftRefusalTests : IAsyncLifetime
{
    private static readonly Dataset s_things = new TestDataset(WarehouseBench.Things);
    private RedshiftBench _bench = null!;

    public async Task InitializeAsync()
    {
        _bench = await RedshiftBench.StartAsync();
        await _bench.LoadAsync(s_things, LoadMode.Merge, null, _bench.Run("a", s_things, WarehouseBench.Rows(("1", "", "x"))));
    }

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Fact]
    public async Task Load_TableIsMissing_SaysTheStatementThatMakesIt()
    {
        Dataset others = new TestDataset(WarehouseBench.Versioned);

        CtiException e = await Assert.ThrowsAsync<CtiException>(() =>
            _bench.Warehouse().LoadAsync(new LoadRequest(others, [_bench.Run("b", others, WarehouseBench.Rows(("1", "", "x")))], LoadMode.Merge, null, Create: false), CancellationToken.None));

        Assert.Equal(FailureKind.RefusedByWarehouse, e.Kind);
        Assert.Contains("--create", e.Message, StringComparison.Ordinal);
        Assert.Contains("\"note\" VARCHAR(64) NOT NULL", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_TableDoesNotFit_NamesEveryMismatchBeforeAnyCopy()
    {
        await DoAsync("DROP TABLE things", "CREATE TABLE things (id VARCHAR(2), moment TIMESTAMPTZ, extra INTEGER)");
        _bench.Simulator.ClearCalls();

        CtiException e = await RefusedAsync(_bench.Run("b", s_things, WarehouseBench.Rows(("long", "", "y"))));

        Assert.Equal(FailureKind.RefusedByWarehouse, e.Kind);
        Assert.All(
            (string[])["\"id\" is character varying(2)", "4 bytes", "\"moment\" is timestamp with time zone, not TIMESTAMP", "\"note\" is missing", "ADD COLUMN \"note\" VARCHAR(64)", "\"extra\" is not in the files"],
            text => Assert.Contains(text, e.Message, StringComparison.Ordinal));
        Assert.DoesNotContain("BatchExecuteStatement", _bench.Simulator.Calls);
    }

    [Fact]
    public async Task Load_ColumnsThatRedshiftCannotAlter_AreMendedByReplacingThem()
    {
        const string Mend = """ALTER TABLE "public"."things" ADD COLUMN "note_mended" VARCHAR(64); UPDATE "public"."things" SET "note_mended" = "note"::VARCHAR(64); ALTER TABLE "public"."things" DROP COLUMN "note"; ALTER TABLE "public"."things" RENAME COLUMN "note_mended" TO "note" """;
        await DoAsync("DROP TABLE things", "CREATE TABLE things (id VARCHAR(2), moment TIMESTAMP, note INTEGER)", "INSERT INTO things VALUES ('1', NULL, 7)");

        CtiException e = await RefusedAsync(_bench.Run("b", s_things, WarehouseBench.Rows(("2", "", "y"))));

        Assert.Contains("\"note\" is integer, not VARCHAR(64)", e.Message, StringComparison.Ordinal);
        Assert.Contains(Mend.TrimEnd(), e.Message, StringComparison.Ordinal);
        await DoAsync(Mend.Split(';'));
        await _bench.LoadAsync(s_things, LoadMode.Merge, null, _bench.Run("b", s_things, WarehouseBench.Rows(("2", "", "y"))));
        Assert.Equal(["1|7", "2|y"], await _bench.AskAsync("SELECT id, note FROM things ORDER BY id"));
    }

    [Fact]
    public async Task Load_ColumnsInAnotherOrder_AreRefusedAsCopyGoesByPosition()
    {
        await DoAsync("DROP TABLE things", "CREATE TABLE things (moment TIMESTAMP, id VARCHAR(64), note VARCHAR(64))");

        CtiException e = await RefusedAsync(_bench.Run("b", s_things, WarehouseBench.Rows(("1", "", "y"))));

        Assert.Contains("another order", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("('1', NULL, 'y'), ('2', NULL, NULL)", "note")]
    [InlineData("('1', NULL, 'y'), ('2', NULL, repeat('ü', 33))", "note")]
    public async Task Load_RowThatCopyRefuses_IsNamedWithSourceFileAndLine(string values, string column)
    {
        LoadSource bad = await HiddenAsync(values);

        CtiException e = await RefusedAsync(bad);

        Assert.Equal(FailureKind.RefusedByWarehouse, e.Kind);
        Assert.Contains($"s3://raw/events.csv line 77 (row 2 of {bad.Manifest.Outputs[0].Uri}): {column}", e.Message, StringComparison.Ordinal);
        await AssertUnchangedAsync();
    }

    [Theory]
    [InlineData("('1', NULL, 'y'), ('2', NULL, NULL)", "note is NULL, and the table's column takes none")]
    [InlineData("('1', NULL, 'y'), ('2', NULL, repeat('ü', 33))", "note has 66 bytes in UTF-8, and the table's column takes 64")]
    public async Task Load_RowThatCopyRefusesAndRedshiftDoesNotName_IsFoundInTheParts(string values, string reason)
    {
        LoadSource bad = await HiddenAsync(values);
        await _bench.DoAsync("CREATE RULE named_by_nobody AS ON INSERT TO redshift_system.sys_load_error_detail DO INSTEAD NOTHING");

        CtiException e = await RefusedAsync(bad);

        Assert.Equal(["0"], await _bench.AskAsync("SELECT count(*) FROM redshift_system.sys_load_error_detail"));
        Assert.Equal(FailureKind.RefusedByWarehouse, e.Kind);
        Assert.Contains($"s3://raw/events.csv line 77 (row 2 of {bad.Manifest.Outputs[0].Uri}): {reason}", e.Message, StringComparison.Ordinal);
        await AssertUnchangedAsync();
    }

    [Fact]
    public async Task Load_Refused_NeverTellsASecret()
    {
        await RefusedAsync(_bench.Run("b", s_things, WarehouseBench.Rows(("1", "", "y")), rows: 3));

        string[] told = [.. _bench.Log, .. _bench.Simulator.Statements.SelectMany(s => s.Sqls.Append(s.Name))!, .. await ObjectsAsync()];
        Assert.All(told, t => Assert.DoesNotContain("simulator/secret+key", t, StringComparison.Ordinal));
        Assert.All(told, t => Assert.DoesNotContain(_bench.S3.SecretKey, t, StringComparison.Ordinal));
    }

    /// <summary>A run with a row that the table does not take, and a manifest that hides it: otherwise the pre-flight would say so.</summary>
    private async Task<LoadSource> HiddenAsync(string values)
    {
        LoadSource bad = _bench.Run("b", s_things, $"SELECT id::VARCHAR AS id, t::TIMESTAMP AS moment, note::VARCHAR AS note FROM (VALUES {values}) v(id, t, note)");
        ManifestOutput part = bad.Manifest.Outputs[0];
        part = part with { Schema = [.. part.Schema.Select(c => c with { Nulls = 0, Longest = c.Longest is null ? null : 1 })] };
        await PutLinesAsync(part.Lines, """{"source":"s3://raw/events.csv","line":40,"rows":1}""", """{"source":"s3://raw/events.csv","line":77,"rows":1}""");
        return bad with { Manifest = bad.Manifest with { Outputs = [part] } };
    }

    private async Task<IEnumerable<string>> ObjectsAsync()
    {
        List<string> texts = [];
        foreach (string key in (await _bench.S3.KeysAsync(_bench.Bucket)).Where(k => k.EndsWith(".json", StringComparison.Ordinal)))
            texts.Add(Encoding.UTF8.GetString(await _bench.S3.GetAsync(_bench.Bucket, key)));
        Assert.NotEmpty(texts);
        return texts;
    }

    private async Task PutLinesAsync(string uri, params string[] lines)
    {
        using MemoryStream content = new();
        await using (GZipStream gzip = new(content, CompressionLevel.Fastest))
            await gzip.WriteAsync(Encoding.UTF8.GetBytes(string.Concat(lines.Select(l => l + "\n"))));
        await _bench.S3.PutAsync(_bench.Bucket, uri[$"s3://{_bench.Bucket}/".Length..], content.ToArray());
    }

    private async Task DoAsync(params string[] statements)
    {
        foreach (string sql in statements)
            await _bench.DoAsync(sql);
    }

    private Task<CtiException> RefusedAsync(LoadSource source) =>
        Assert.ThrowsAsync<CtiException>(() => _bench.LoadAsync(s_things, LoadMode.Merge, null, source));

    private async Task AssertUnchangedAsync()
    {
        Assert.Equal(["1|x"], await _bench.AskAsync("SELECT id, note FROM things ORDER BY id"));
        Assert.Equal(["a"], await _bench.AskAsync("SELECT run FROM cti_ledger"));
        Assert.Equal(["x|1"], await _bench.AskAsync("SELECT note, things FROM thing_notes"));
        _bench.AssertIdle();
    }
}
