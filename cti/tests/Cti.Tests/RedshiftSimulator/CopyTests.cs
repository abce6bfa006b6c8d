using System.Text.Json;

namespace Cti.Tests.RedshiftSimulator;

/// <summary>COPY as Redshift reads Parquet.</summary>
public sealed class CopyTests
{
    private const string Table = "CREATE TABLE t (id VARCHAR(36) NOT NULL, n BIGINT, price DECIMAL(18,2), at TIMESTAMP, day DATE, ok BOOLEAN, ratio DOUBLE PRECISION, k INT)";
    private const string Row = "SELECT 'a'::VARCHAR AS x1, 9007199254740993::BIGINT AS x2, -1234567.05::DECIMAL(18,2) AS x3, TIMESTAMP '2021-04-01 10:11:12.123456' AS x4, DATE '1999-12-31' AS x5, TRUE AS x6, 0.1::DOUBLE AS x7, -5::INTEGER AS x8";

    [Fact]
    public async Task Copy_TwoFiles_LoadsByPositionWhateverTheNames()
    {
        await using SimulatorBench bench = await SimulatorBench.StartAsync();
        await bench.DoneAsync(Table);
        string first = await bench.ParquetAsync("p0.parquet", Row);
        string second = await bench.ParquetAsync("p1.parquet", "SELECT 'ü'::VARCHAR, NULL::BIGINT, 0.00::DECIMAL(18,2), TIMESTAMP '1969-12-31 23:59:59', DATE '2100-01-01', FALSE, NULL::DOUBLE, NULL::INTEGER");

        JsonElement end = await bench.BatchAsync(await bench.CopyAsync("\"t\"", first, second), "SELECT pg_last_copy_count(), COUNT(*) FROM t");

        Assert.Equal("FINISHED", end.GetProperty("Status").GetString());
        Assert.Equal(2, end.GetProperty("SubStatements")[0].GetProperty("ResultRows").GetInt64());
        Assert.Equal(["2|2"], await bench.Client.RowsAsync(end.GetProperty("Id").GetString() + ":2"));
        Assert.Equal(
            ["a|9007199254740993|-1234567.05|2021-04-01 10:11:12.123456|1999-12-31|true|0.1|-5", "ü|∅|0.00|1969-12-31 23:59:59|2100-01-01|false|∅|∅"],
            (await bench.AskAsync("SELECT id, n, price, at::text, day::text, ok::text, ratio::text, k FROM t ORDER BY id")));
        Assert.Equal(["completed|2|2|0"], await bench.AskAsync("SELECT status, loaded_rows, source_file_count, error_count FROM redshift_system.sys_load_history"));
    }

    [Fact]
    public async Task Copy_ColumnList_FillsTheseInThisOrder()
    {
        await using SimulatorBench bench = await SimulatorBench.StartAsync();
        await bench.DoneAsync("CREATE TABLE t (a INT, b VARCHAR(10), c INT DEFAULT 7)");

        JsonElement end = await bench.RunAsync(await bench.CopyAsync("t (b, a)", await bench.ParquetAsync("p.parquet", "SELECT 'x'::VARCHAR AS a, 1::INTEGER AS b")));

        Assert.Equal("FINISHED", end.GetProperty("Status").GetString());
        Assert.Equal(["1|x|7"], await bench.AskAsync("SELECT * FROM t"));
    }

    [Fact]
    public async Task Copy_ManyRows_KeepsEachOfThem()
    {
        await using SimulatorBench bench = await SimulatorBench.StartAsync();
        await bench.DoneAsync("CREATE TABLE t (n BIGINT, x VARCHAR(64), d DECIMAL(18,4))");
        string file = await bench.ParquetAsync("p.parquet", "SELECT i AS n, CASE WHEN i % 7 = 0 THEN NULL ELSE repeat('é', (i % 33)::INT) END AS x, (i * 1.0001)::DECIMAL(18,4) AS d FROM range(-100000, 100000) AS r(i)");

        JsonElement end = await bench.RunAsync(await bench.CopyAsync("t", file));

        Assert.Equal(200_000, end.GetProperty("ResultRows").GetInt64());
        Assert.Equal(["200000|-100000|28571|0"], await bench.AskAsync("SELECT count(*), sum(n), count(*) FILTER (WHERE x IS NULL), count(*) FILTER (WHERE d <> round(n * 1.0001, 4)) FROM t"));
    }

    [Theory]
    [InlineData("SELECT 'abcdefghié'::VARCHAR, 1::INTEGER", "The length of the data column 'abcdefghié'", "v", 1)]
    [InlineData("SELECT v::VARCHAR AS v, 1::INTEGER FROM (VALUES ('ok'), ('ééééé'), ('éééééx')) AS r(v)", "Table: 10, Data: 11", "v", 3)]
    [InlineData("SELECT 'x'::VARCHAR, k::INTEGER FROM (VALUES (1), (NULL)) AS r(k)", "NULL", "k", 2)]
    public async Task Copy_ValueThatDoesNotFit_AbortsAndSaysWhere(string select, string message, string column, int row)
    {
        await using SimulatorBench bench = await SimulatorBench.StartAsync();
        await bench.DoneAsync("CREATE TABLE t (v VARCHAR(10), k INT NOT NULL)");

        JsonElement end = await bench.BatchAsync("INSERT INTO t VALUES ('before', 0)", await bench.CopyAsync("t", await bench.ParquetAsync("dir/p.parquet", select)));

        Assert.Equal("FAILED", end.GetProperty("Status").GetString());
        Assert.Contains(message.Split('\'')[0], end.GetProperty("Error").GetString(), StringComparison.Ordinal);
        Assert.Equal(["0"], await bench.AskAsync("SELECT count(*) FROM t"));
        long query = end.GetProperty("SubStatements")[1].GetProperty("RedshiftQueryId").GetInt64();
        string id = await bench.Client.ExecuteAsync($"SELECT trim(file_name), line_number, trim(column_name), error_code > 0 FROM sys_load_error_detail WHERE query_id = {query}");
        await bench.Client.EndAsync(id);
        Assert.Equal([$"s3://{bench.Bucket}/dir/p.parquet|{row}|{column}|True"], await bench.Client.RowsAsync(id));
        Assert.Equal(["aborted|1"], await bench.AskAsync("SELECT status, error_count FROM redshift_system.sys_load_history"));
    }

    [Theory]
    [InlineData("SELECT 'x'::VARCHAR AS v", "15007", "Table columns: 2, Data columns: 1")]
    [InlineData("SELECT 'x'::VARCHAR AS v, 1::BIGINT AS k", "15007", "incompatible Parquet schema for column")]
    [InlineData("SELECT 1::INTEGER AS k, 'x'::VARCHAR AS v", "15007", "Column type: VARCHAR(10)")]
    [InlineData("SELECT 'x'::BLOB AS v, 1::INTEGER AS k", "15007", "Column type: VARCHAR(10)")]
    [InlineData("SELECT gen_random_uuid() AS v, 1::INTEGER AS k", "15007", "Column type: VARCHAR(10)")]
    [InlineData("SELECT ['x'] AS v, 1::INTEGER AS k", "15007", "Column type: VARCHAR(10)")]
    public async Task Copy_FileOfAnotherShape_IsRefused(string select, string code, string message)
    {
        await using SimulatorBench bench = await SimulatorBench.StartAsync();
        await bench.DoneAsync("CREATE TABLE t (v VARCHAR(10), k INT)");

        JsonElement end = await bench.RunAsync(await bench.CopyAsync("t", await bench.ParquetAsync("p.parquet", select)));

        Assert.Contains(code, end.GetProperty("Error").GetString(), StringComparison.Ordinal);
        Assert.Contains(message, end.GetProperty("Error").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TIMESTAMP", "TIMESTAMP '2021-01-01'", true)]
    [InlineData("TIMESTAMP", "TIMESTAMP_MS '2021-01-01'", false)]
    [InlineData("TIMESTAMP", "TIMESTAMP_NS '2021-01-01'", false)]
    [InlineData("TIMESTAMP", "TIMESTAMPTZ '2021-01-01'", false)]
    [InlineData("DECIMAL(18,2)", "1.23::DECIMAL(18,2)", true)]
    [InlineData("DECIMAL(18,2)", "1.23::DECIMAL(9,2)", true)]
    [InlineData("DECIMAL(18,2)", "1.234::DECIMAL(18,3)", false)]
    [InlineData("DECIMAL(38,2)", "1.23::DECIMAL(38,2)", false)]
    [InlineData("SMALLINT", "1::SMALLINT", true)]
    [InlineData("INT", "1::UINTEGER", false)]
    [InlineData("BIGINT", "1::INTEGER", false)]
    [InlineData("REAL", "1.5::FLOAT", true)]
    [InlineData("DOUBLE PRECISION", "1.5::FLOAT", false)]
    public async Task Copy_Types_FitOnlyTheirOwn(string column, string value, bool fits)
    {
        await using SimulatorBench bench = await SimulatorBench.StartAsync();
        await bench.DoneAsync($"CREATE TABLE t (c {column})");

        JsonElement end = await bench.RunAsync(await bench.CopyAsync("t", await bench.ParquetAsync("p.parquet", $"SELECT {value} AS c")));

        Assert.Equal(fits ? "FINISHED" : "FAILED", end.GetProperty("Status").GetString());
    }

    [Fact]
    public async Task Copy_Manifests_AreReadAsRedshiftReadsThem()
    {
        await using SimulatorBench bench = await SimulatorBench.StartAsync();
        await bench.DoneAsync("CREATE TABLE t (c INT)");
        string good = await bench.ParquetAsync("p.parquet", "SELECT 1::INTEGER AS c");
        long length = JsonDocument.Parse(good).RootElement.GetProperty("meta").GetProperty("content_length").GetInt64();
        string uri = $"s3://{bench.Bucket}/p.parquet";

        async Task<string> ErrorAsync(params string[] entries) =>
            (await bench.RunAsync(await bench.CopyAsync("t", entries))).TryGetProperty("Error", out JsonElement error) ? error.GetString()! : "";

        Assert.Contains("15003", await ErrorAsync($$"""{"url":"{{uri}}","mandatory":true}"""), StringComparison.Ordinal);
        Assert.Contains("15003", await ErrorAsync($$$"""{"url":"{{{uri}}}","mandatory":true,"meta":{}}"""), StringComparison.Ordinal);
        Assert.Contains("416", await ErrorAsync(bench.Entry("p.parquet", length + 1)), StringComparison.Ordinal);
        Assert.Contains("416", await ErrorAsync(bench.Entry("p.parquet", length - 1)), StringComparison.Ordinal);
        Assert.Contains("NoSuchKey", await ErrorAsync(good, bench.Entry("gone.parquet", 10)), StringComparison.Ordinal);
        Assert.Contains("No valid files", await ErrorAsync(bench.Entry("gone.parquet", 10, mandatory: false)), StringComparison.Ordinal);
        Assert.Equal(["0"], await bench.AskAsync("SELECT count(*) FROM t"));
        Assert.Equal("", await ErrorAsync(good, bench.Entry("gone.parquet", 10, mandatory: false)));
        Assert.Equal(["1"], await bench.AskAsync("SELECT count(*) FROM t"));
    }

    [Theory]
    [InlineData("REGION 'us-east-1'", "REGION argument is not supported")]
    [InlineData("MAXERROR 3", "MAXERROR argument is not supported")]
    [InlineData("COMPUPDATE OFF", "COMPUPDATE argument is not supported")]
    [InlineData("TRUNCATECOLUMNS", "TRUNCATECOLUMNS argument is not supported")]
    [InlineData("ACCESS_KEY_ID 'a' SECRET_ACCESS_KEY 'b'", "only accepts IAM_ROLE")]
    [InlineData("NONSENSE", "syntax error")]
    public async Task Copy_Option_IsRefused(string option, string message)
    {
        await using SimulatorBench bench = await SimulatorBench.StartAsync();
        await bench.DoneAsync("CREATE TABLE t (c INT)");

        JsonElement end = await bench.RunAsync($"{await bench.CopyAsync("t", await bench.ParquetAsync("p.parquet", "SELECT 1::INTEGER"))} {option}");

        Assert.Contains(message, end.GetProperty("Error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Copy_Roles_AreNeededAndCanBeLimited()
    {
        await using SimulatorBench bench = await SimulatorBench.StartAsync(o => o with { CopyRoles = ["arn:aws:iam::123456789012:role/another"] });
        await bench.DoneAsync("CREATE TABLE t (c INT)");
        string copy = await bench.CopyAsync("t", await bench.ParquetAsync("p.parquet", "SELECT 1::INTEGER"));

        Assert.Contains("not authorized to assume", (await bench.RunAsync(copy)).GetProperty("Error").GetString(), StringComparison.Ordinal);
        Assert.Contains("only accepts IAM_ROLE", (await bench.RunAsync(copy.Replace("IAM_ROLE 'arn:aws:iam::123456789012:role/copy'", "", StringComparison.Ordinal))).GetProperty("Error").GetString(), StringComparison.Ordinal);
        await bench.DoneAsync(copy.Replace("'arn:aws:iam::123456789012:role/copy'", "default", StringComparison.Ordinal));
        await bench.DoneAsync(copy.Replace("role/copy", "role/another", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Copy_FileThatIsNoParquet_Fails()
    {
        await using SimulatorBench bench = await SimulatorBench.StartAsync();
        await bench.DoneAsync("CREATE TABLE t (c INT)");
        await bench.PutAsync("p.parquet", "this is no Parquet");

        JsonElement end = await bench.RunAsync(await bench.CopyAsync("t", bench.Entry("p.parquet", "this is no Parquet".Length)));

        Assert.Contains("cannot be read as Parquet", end.GetProperty("Error").GetString(), StringComparison.Ordinal);
    }
}
