using System.Globalization;
using Cti.Records;
using Cti.Records.Columns;
using Cti.Tests.Warehouses.Cases;
using Cti.Warehouses;
using Cti.Warehouses.DuckDb;

namespace Cti.Tests.Warehouses.Postgres;

/// <summary>Values of every type arrive as they were: the bytes of COPY's binary form are ours.</summary>
public sealed class PostgresValueTests : IAsyncLifetime
{
    private const int Rows = 5_000;

    private static readonly TableDefinition Table = new()
    {
        Name = "everything",
        Columns =
        [
            new ColumnDefinition { Name = "id", Type = ColumnType.Int64 },
            new ColumnDefinition { Name = "small", Type = ColumnType.Int32, Nullable = true },
            new ColumnDefinition { Name = "large", Type = ColumnType.Int64, Nullable = true },
            new ColumnDefinition { Name = "money", Type = ColumnType.Money, Nullable = true },
            new ColumnDefinition { Name = "ratio", Type = ColumnType.Double, Nullable = true },
            new ColumnDefinition { Name = "flag", Type = ColumnType.Boolean, Nullable = true },
            new ColumnDefinition { Name = "day", Type = ColumnType.Date, Nullable = true },
            new ColumnDefinition { Name = "moment", Type = ColumnType.Timestamp, Nullable = true },
            Column.Text("words", 4000).OrNull(),
            Column.Json("tags").OrNull(),
            Column.Uuid("code").OrNull(),
        ],
        Key = ["id"],
    };

    private PostgresBench _bench = null!;

    public async Task InitializeAsync() => _bench = (PostgresBench)await PostgresBench.OpenAsync();

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Theory]
    [InlineData("true")]
    [InlineData("i % 7 <> 0")]
    public async Task Load_EveryTypeAtItsEnds_ArrivesAsItWas(string present)
    {
        Dataset dataset = new TestDataset(Table);
        string select = Select(present);

        await _bench.LoadAsync(dataset, LoadMode.Merge, null, _bench.Run("a", dataset, select));

        using DuckDbConnection memory = DuckDbConnection.Open(":memory:", new Dictionary<string, string>());
        string[] expected = [.. memory.Query($"SELECT * FROM ({select}) ORDER BY id", CancellationToken.None).Rows.Select(Line)];
        string[] found = [.. (await RowsAsync()).Select(Line)];
        Assert.Equal(Rows, found.Length);
        Assert.Equal(expected, found);
    }

    private async Task<IReadOnlyList<IReadOnlyList<object?>>> RowsAsync()
    {
        await using IWarehouse warehouse = _bench.Warehouse();
        NamedQuery all = new("all", "", NamedQuery.Everywhere("SELECT * FROM everything ORDER BY id"));
        return (await warehouse.QueryAsync(all, "month", CancellationToken.None)).Rows;
    }

    // Ends of each type first, then values from everywhere between; texts around the 12 bytes that lie in the engine's own slot.
    private static string Select(string present) => $"""
        SELECT i AS id,
          CASE WHEN {present} THEN CASE i WHEN 1 THEN -2147483648 WHEN 2 THEN 2147483647 ELSE (hash(i) % 1000000)::INTEGER - 500000 END END::INTEGER AS small,
          CASE WHEN {present} THEN CASE i WHEN 1 THEN -9223372036854775808 WHEN 2 THEN 9223372036854775807 ELSE (hash(i, 1) % 9223372036854775807)::BIGINT - 4611686018427387904 END END::BIGINT AS large,
          CASE WHEN {present} THEN CASE i WHEN 1 THEN '-9999999999999999.99' WHEN 2 THEN '9999999999999999.99' WHEN 3 THEN '0' WHEN 4 THEN '0.01' WHEN 5 THEN '-0.01' WHEN 6 THEN '10000' WHEN 8 THEN '99999999.90'
            ELSE ((hash(i, 2) % 1000000000000000)::BIGINT - 500000000000000)::VARCHAR || '.' || (10 + i % 90)::VARCHAR END END::DECIMAL(18,2) AS money,
          CASE WHEN {present} THEN CASE i WHEN 1 THEN 1.7976931348623157e308 WHEN 2 THEN 5e-324 WHEN 3 THEN -0.0 ELSE (hash(i, 3) % 1000000)::DOUBLE / 7 END END::DOUBLE AS ratio,
          CASE WHEN {present} THEN hash(i, 4) % 2 = 0 END AS flag,
          CASE WHEN {present} THEN CASE i WHEN 1 THEN DATE '0001-01-01' WHEN 2 THEN DATE '9999-12-31' ELSE DATE '1970-01-01' + ((hash(i, 5) % 40000)::INTEGER - 20000) END END AS day,
          CASE WHEN {present} THEN CASE i WHEN 1 THEN TIMESTAMP '0001-01-01 00:00:00' WHEN 2 THEN TIMESTAMP '9999-12-31 23:59:59.999999' WHEN 3 THEN TIMESTAMP '1999-12-31 23:59:59.999999'
            ELSE make_timestamp((hash(i, 6) % 4000000000000000)::BIGINT - 2000000000000000) END END AS moment,
          CASE WHEN {present} THEN repeat('é✓😀a', (hash(i, 7) % 12)::BIGINT) || repeat('x', (hash(i, 8) % 15)::BIGINT) END AS words,
          CASE WHEN {present} THEN '["' || repeat('t', (i % 3000)::BIGINT) || '"]' END AS tags,
          CASE WHEN {present} THEN uuid_v7_like END AS code
        FROM (SELECT i, md5(i::VARCHAR)[1:8] || '-0000-4000-8000-' || md5(i::VARCHAR)[1:12] AS uuid_v7_like FROM range(1, {Rows + 1}) r(i))
        """;

    private static string Line(IReadOnlyList<object?> row) => string.Join('|', row.Select(v => v switch
    {
        null => "∅",
        DateTime time => time.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        decimal number => number.ToString("0.00", CultureInfo.InvariantCulture),
        _ => Convert.ToString(v, CultureInfo.InvariantCulture),
    }));
}
