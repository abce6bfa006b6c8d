using Cti.Warehouses;
using Cti.Warehouses.DuckDb;

namespace Cti.Tests.Warehouses.DuckDb;

public sealed class DuckDbValueTests : IDisposable
{
    private readonly DuckDbConnection _connection = DuckDbConnection.Open(":memory:", new Dictionary<string, string>());

    public void Dispose() => _connection.Dispose();

    [Theory]
    [InlineData("true", true)]
    [InlineData("(-128)::TINYINT", -128L)]
    [InlineData("(-32768)::SMALLINT", -32768L)]
    [InlineData("(-2147483648)::INTEGER", -2147483648L)]
    [InlineData("(-9223372036854775808)::BIGINT", long.MinValue)]
    [InlineData("9223372036854775807::UBIGINT", long.MaxValue)]
    [InlineData("(-5)::HUGEINT", -5L)]
    [InlineData("1.5::FLOAT", 1.5)]
    [InlineData("0.1::DOUBLE", 0.1)]
    [InlineData("'twelve bytes'", "twelve bytes")]
    [InlineData("'thirteen byte'", "thirteen byte")]
    [InlineData("''", "")]
    [InlineData("'héllo ✓ 😀 and more'", "héllo ✓ 😀 and more")]
    [InlineData("NULL", null)]
    public void Query_EachType_GivesItsValue(string sql, object? expected) => Assert.Equal(expected, Ask(sql));

    [Theory]
    [InlineData("1.25::DECIMAL(4,2)", "1.25")]
    [InlineData("(-1.25)::DECIMAL(9,2)", "-1.25")]
    [InlineData("9999999999999999.99::DECIMAL(18,2)", "9999999999999999.99")]
    [InlineData("12345678901234567890.5::DECIMAL(38,1)", "12345678901234567890.5")]
    [InlineData("170141183460469231731::HUGEINT", "170141183460469231731")]
    public void Query_Decimals_GiveTheirExactValue(string sql, string expected) =>
        Assert.Equal(decimal.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), Ask(sql));

    [Theory]
    [InlineData("TIMESTAMP '2021-04-30 23:59:59.999999'", "2021-04-30T23:59:59.9999990Z")]
    [InlineData("TIMESTAMP '1969-12-31 23:59:59.5'", "1969-12-31T23:59:59.5000000Z")]
    [InlineData("DATE '1900-02-28'", "1900-02-28T00:00:00.0000000Z")]
    public void Query_Times_GiveThemInUtc(string sql, string expected) =>
        Assert.Equal(expected, ((DateTime)Ask(sql)!).ToString("O"));

    [Fact]
    public void Query_ManyRowsWithNulls_GivesThemAllInOrder()
    {
        QueryTable table = _connection.Query("SELECT CASE WHEN i % 3 = 0 THEN NULL ELSE i END AS n, 'text ' || i AS t FROM range(5000) r(i) ORDER BY i", CancellationToken.None);

        Assert.Equal(["n", "t"], table.Columns);
        Assert.Equal(5000, table.Rows.Count);
        for (int i = 0; i < 5000; i++)
            Assert.Equal([i % 3 == 0 ? null : (long)i, $"text {i}"], table.Rows[i]);
    }

    [Fact]
    public void Query_TypeThatCannotBeShown_SaysWhatToDo()
    {
        DuckDbException e = Assert.Throws<DuckDbException>(() => Ask("INTERVAL 1 DAY"));

        Assert.Contains("cast it to VARCHAR", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Execute_WrongSql_SaysWhere()
    {
        DuckDbException e = Assert.Throws<DuckDbException>(() => _connection.Execute("SELEC 1", CancellationToken.None));

        Assert.Contains("SELEC", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Query_CancelledWhileItRuns_StopsSoon()
    {
        using CancellationTokenSource cancel = new(TimeSpan.FromMilliseconds(100));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.Run(() => _connection.Query("SELECT count(*) FROM range(1000000) a(i), range(1000000) b(j) WHERE (i * j) % 7 = 3", cancel.Token)));

        Assert.Equal(1L, Ask("1"));
    }

    private object? Ask(string sql) => _connection.Query($"SELECT {sql}", CancellationToken.None).Rows[0][0];
}
