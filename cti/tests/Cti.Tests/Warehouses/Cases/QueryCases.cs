using Cti.Failures;
using Cti.Records;
using Cti.Warehouses;

namespace Cti.Tests.Warehouses.Cases;

/// <summary>The named queries' answers, the same from every warehouse.</summary>
public abstract class QueryCases(Func<Task<WarehouseBench>> bench) : IAsyncLifetime
{
    private WarehouseBench _bench = null!;

    public async Task InitializeAsync() => _bench = await bench();

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Theory]
    [InlineData("number-of-events", "year", "year,events", "2020|1;2021|13")]
    [InlineData("number-of-events", "month", "month,events", "2020-12|1;2021-03|3;2021-04|10")]
    [InlineData("number-of-events", "day", "day,events", "2020-12-31|1;2021-03-01|3;2021-04-01|9;2021-04-30|1")]
    [InlineData("most-active-users", "month", "email,events", "b@y.org|4;u0@x.com|1;u1@x.com|1;u2@x.com|1;u3@x.com|1;u4@x.com|1;u5@x.com|1;u6@x.com|1;u7@x.com|1;u8@x.com|1")]
    [InlineData("most-active-companies", "month", "company,events", "x|10;y|4")]
    [InlineData("top-tags", "month", "tag,uses", "Zeta|10;alpha|10;é \"quoted\"|4")]
    [InlineData("active-countries", "month", "country,events", "palau|10;åland|4")]
    [InlineData("uri-actions", "month", "uri,action,events", "index|visit|9;a|click|2;b|click|2;index|login|1")]
    [InlineData("activity-trend", "month", "month,events,change,change_percent", "2020-12|1|∅|∅;2021-03|3|2|200;2021-04|10|7|233.3")]
    public async Task Query_OfEvents_AnswersExactly(string name, string period, string columns, string rows)
    {
        await MakeTablesAsync("events");
        // Ten events of ten users with two tags each, then four of one user with one.
        await _bench.DoAsync("""
            INSERT INTO events
            SELECT gen_random_uuid()::VARCHAR, CASE i WHEN 0 THEN TIMESTAMP '2021-04-30 23:59:59.999999' ELSE TIMESTAMP '2021-04-01' END, 'u' || i || '@x.com', 'x', 'palau', '1.2.3.4', 'index', CASE i WHEN 9 THEN 'login' ELSE 'visit' END, '["alpha","Zeta"]'
            FROM generate_series(0, 9) r(i)
            UNION ALL
            SELECT gen_random_uuid()::VARCHAR, CASE i WHEN 0 THEN TIMESTAMP '2020-12-31 23:59:59' ELSE TIMESTAMP '2021-03-01 12:00:00' END, 'b@y.org', 'y', 'åland', '1.2.3.4', CASE WHEN i < 2 THEN 'b' ELSE 'a' END, 'click', '["é \"quoted\""]'
            FROM generate_series(0, 3) r(i)
            """);

        await AssertAnswerAsync(name, period, columns, rows);
    }

    [Theory]
    [InlineData("interactions-per-day", "day,interactions", "2024-01-01|2;2024-01-24|1")]
    [InlineData("top-users", "user_id,interactions", "7|3;2|2;10|2;U1|2;1|1")]
    [InlineData("top-products", "product_id,interactions", "1|11")]
    public async Task Query_OfInteractions_AnswersExactly(string name, string columns, string rows)
    {
        await MakeTablesAsync("interactions");
        await _bench.DoAsync("""
            INSERT INTO interactions
            SELECT (row_number() OVER ())::VARCHAR, u, '1', 'click', t::TIMESTAMP
            FROM (VALUES ('10', '2024-01-01'), ('10', NULL), ('2', '2024-01-01 23:00:00'), ('2', NULL), ('U1', NULL), ('U1', NULL), ('7', '2024-01-24'), ('7', NULL), ('7', NULL), ('1', NULL), ('A', NULL)) v(u, t)
            """);

        await AssertAnswerAsync(name, "month", columns, rows);
    }

    [Fact]
    public async Task Query_AllOfThem_AnswerWithoutRowsFromEmptyTables()
    {
        await MakeTablesAsync("events");
        await MakeTablesAsync("interactions");
        foreach (NamedQuery query in DatasetCatalog.All.SelectMany(d => d.Queries))
            Assert.Empty((await _bench.QueryAsync(query, "month")).Rows);
    }

    [Fact]
    public async Task Query_NoTable_IsUsage()
    {
        await MakeTablesAsync("interactions");

        CtiException e = await Assert.ThrowsAsync<CtiException>(() => _bench.QueryAsync(Find("top-tags"), "month"));

        Assert.Equal(FailureKind.Usage, e.Kind);
    }

    [Fact]
    public async Task Query_OtherPeriod_IsUsage()
    {
        await MakeTablesAsync("events");

        CtiException e = await Assert.ThrowsAsync<CtiException>(() => _bench.QueryAsync(Find("number-of-events"), "week'"));

        Assert.Equal(FailureKind.Usage, e.Kind);
    }

    [Fact]
    public async Task Query_OtherTable_ReadsThere()
    {
        await _bench.DoAsync("CREATE SCHEMA lake");
        foreach (string sql in DdlWriter.CreateTable(_bench.Dialect, DatasetCatalog.Find("events")!.Tables[0], "lake", "clicks"))
            await _bench.DoAsync(sql);
        await _bench.DoAsync("INSERT INTO lake.clicks SELECT 'i', TIMESTAMP '2021-04-01', 'e', 'c', 'n', 'p', 'u', 'a', '[]'");

        QueryTable answer = await _bench.QueryAsync(Find("number-of-events"), "day", new TableNaming("lake", "clicks"));

        Assert.Equal(["2021-04-01", 1L], Assert.Single(answer.Rows));
    }

    private static NamedQuery Find(string name) => DatasetCatalog.All.SelectMany(d => d.Queries).Single(q => q.Name == name);

    private Task MakeTablesAsync(string dataset) => _bench.DoAsync(DdlWriter.Script(_bench.Dialect, DatasetCatalog.Find(dataset)!, TableNaming.Default));

    private async Task AssertAnswerAsync(string name, string period, string columns, string rows)
    {
        QueryTable answer = await _bench.QueryAsync(Find(name), period);

        Assert.Equal(columns, string.Join(',', answer.Columns));
        Assert.Equal(rows, string.Join(';', answer.Rows.Select(r => string.Join('|', r.Select(v => v is null ? "∅" : FormattableString.Invariant($"{v}"))))));
    }
}
