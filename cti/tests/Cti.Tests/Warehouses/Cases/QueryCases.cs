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

    [Theory]
    [InlineData("revenue-by-day", "day,transactions,revenue", "2020-01-01|2|30.50;2020-01-02|2|10.01")]
    [InlineData("revenue-by-country", "country,transactions,revenue", "Österreich|2|30.50;Chile|1|10.00;∅|1|0.01")]
    [InlineData("revenue-by-segment", "segment,transactions,revenue", "sports|2|30.50;∅|2|10.01")]
    [InlineData("best-selling-products", "sku,name,sold,revenue", "7|Seven|3|30.00;8|∅|1|10.00")]
    public async Task Query_OfTransactions_AnswersExactly(string name, string columns, string rows)
    {
        await MakeTablesAsync("customers");
        await MakeTablesAsync("products");
        await MakeTablesAsync("transactions");
        await _bench.DoAsync("""
            INSERT INTO customers (id, first_name, last_name, email, segment, arrived_at) VALUES ('01', 'a', 'b', 'c@d.e', 'sports', TIMESTAMP '2020-01-01'), ('1', 'a', 'b', 'c@d.e', NULL, TIMESTAMP '2020-01-01')
            """);
        await _bench.DoAsync("INSERT INTO products VALUES (7, 'Seven', 10.00, 'c', 0.5, TIMESTAMP '2020-01-01')");
        await _bench.DoAsync("""
            INSERT INTO transactions (transaction_id, transaction_time, customer_id, delivery_country, total_cost, arrived_at)
            SELECT id, t::TIMESTAMP, c, l, m::DECIMAL(18,2), TIMESTAMP '2020-01-01'
            FROM (VALUES ('t1', '2020-01-01', '01', 'Österreich', '20.50'), ('t2', '2020-01-01 23:59:59.999999', '01', 'Österreich', '10'), ('t3', '2020-01-02', '1', 'Chile', '10'), ('t4', '2020-01-02', 'x', NULL, '0.01')) v(id, t, c, l, m)
            """);
        await _bench.DoAsync("""
            INSERT INTO transaction_lines
            SELECT 't1', n, TIMESTAMP '2020-01-01', s, q, 10, m::DECIMAL(18,2), TIMESTAMP '2020-01-01' FROM (VALUES (1, 7, 2, '20'), (2, 7, 1, '10'), (3, 8, 1, '10')) v(n, s, q, m)
            """);

        await AssertAnswerAsync(name, "month", columns, rows);
    }

    [Theory]
    [InlineData("new-followers-per-day", "day,follows", "2021-01-01|3;2021-01-03|2")]
    [InlineData("most-followed-users", "user_id,followers", "B|2;c|1")]
    [InlineData("posts-per-day", "day,posts", "2021-01-01|1;2021-01-02|2")]
    [InlineData("churned-follows", "user_id,churned_follows", "B|1;a|1")]
    public async Task Query_OfWebEvents_AnswersExactly(string name, string columns, string rows)
    {
        await MakeTablesAsync("web-events");
        // x follows B, leaves, and comes back; y leaves a for good; z leaves c, whom z follows only later.
        await _bench.DoAsync("""
            INSERT INTO follows
            SELECT (row_number() OVER ())::VARCHAR, u, r, t::TIMESTAMP, TIMESTAMP '2021-01-01'
            FROM (VALUES ('x', 'B', '2021-01-01'), ('x', 'B', '2021-01-03'), ('y', 'a', '2021-01-01'), ('z', 'B', '2021-01-01 12:00:00'), ('z', 'c', '2021-01-03 01:00:00')) v(u, r, t)
            """);
        await _bench.DoAsync("""
            INSERT INTO unfollows
            SELECT (row_number() OVER ())::VARCHAR, u, r, t::TIMESTAMP, TIMESTAMP '2021-01-01'
            FROM (VALUES ('x', 'B', '2021-01-02'), ('y', 'a', '2021-01-01'), ('z', 'c', '2021-01-02')) v(u, r, t)
            """);
        await _bench.DoAsync("""
            INSERT INTO posts (message_id, id, user_id, "timestamp", arrived_at)
            SELECT m, m, 'x', t::TIMESTAMP, TIMESTAMP '2021-01-01' FROM (VALUES ('1', '2021-01-01'), ('2', '2021-01-02'), ('3', '2021-01-02 10:00:00')) v(m, t)
            """);

        await AssertAnswerAsync(name, "month", columns, rows);
    }

    [Fact]
    public async Task Query_AllOfThem_AnswerWithoutRowsFromEmptyTables()
    {
        foreach (string dataset in DatasetCatalog.All.Where(d => d.Queries.Count > 0).Select(d => d.Name).Concat(["customers", "products"]))
            await MakeTablesAsync(dataset);
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
