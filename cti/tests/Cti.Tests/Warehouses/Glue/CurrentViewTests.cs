using Cti.Records;
using Cti.Records.Columns;
using Cti.Records.Customers;
using Cti.Records.ErasureRequests;
using Cti.Records.Interactions;
using Cti.Records.Products;
using Cti.Records.Transactions;
using Cti.Warehouses;
using Cti.Warehouses.DuckDb;
using Cti.Warehouses.Glue;

namespace Cti.Tests.Warehouses.Glue;

/// <summary>The views' SQL as it is sent to Athena, run by DuckDB over random runs, against a merge of the same runs one after the other.</summary>
public sealed class CurrentViewTests
{
    private const string Written = "$file_modified_time";
    private const int Cases = 60;

    public static TheoryData<string> Tables => ["customers", "products", "transactions", "transaction_lines", "interactions", "erasure_requests"];

    [Theory]
    [MemberData(nameof(Tables))]
    public void Select_RandomRuns_ShowsWhatMergingThemInTurnLeaves(string name)
    {
        TableDefinition table = TableOf(name);
        for (int seed = 1; seed <= Cases; seed++)
        {
            List<string[][]> runs = RandomRuns(table, new Random(seed));
            string[] expected = [.. Merge(table, runs).Select(r => string.Join('|', r)).Order(StringComparer.Ordinal)];

            string[] shown = Show(table, runs);

            Assert.True(expected.SequenceEqual(shown), $"{name}, seed {seed}: expected\n{string.Join('\n', expected)}\nbut shown\n{string.Join('\n', shown)}");
        }
    }

    [Fact]
    public void Of_Interactions_CountsWhatTheViewShows()
    {
        using DuckDbConnection connection = Open();
        Fill(connection, InteractionsTables.Interactions, [[["1", "u", "p", "click", "2024-01-01"], ["2", "u", "p", null!, "2024-01-01"]], [["1", "u", "p", "buy", "2024-01-02"], ["3", "u", "q", "buy", "2024-01-02"]]]);
        foreach (GlueView view in CurrentView.Of(DatasetCatalog.Find("interactions")!, new TableNaming("main")))
            connection.Query($"CREATE VIEW \"{view.Name}\" AS {view.Sql}", CancellationToken.None);

        QueryTable counts = connection.Query("SELECT user_id || product_id || interaction_count FROM interaction_counts ORDER BY 1", CancellationToken.None);

        Assert.Equal(["up1", "uq1"], counts.Rows.Select(r => (string)r[0]!));
    }

    private static TableDefinition TableOf(string name) => new[]
    {
        CustomersTables.Customers, ProductsTables.Products, TransactionsTables.Transactions, TransactionsTables.Lines, InteractionsTables.Interactions, ErasureRequestsTables.ErasureRequests,
    }.Single(t => t.Name == name);

    // A run has each key once; what is replaced together has one version.
    private static List<string[][]> RandomRuns(TableDefinition table, Random random)
    {
        int payload = 0;
        List<string[][]> runs = [];
        for (int run = random.Next(1, 6); run > 0; run--)
        {
            Dictionary<string, string[]> rows = [];
            Dictionary<string, string?> shared = [];
            for (int i = random.Next(8); i > 0; i--)
            {
                string[] row = [.. table.Columns.Select(c => ValueOf(table, c, random, ref payload)!)];
                string group = KeyOf(table, table.ReplacedBy, row);
                foreach (string? version in new[] { table.VersionColumn, table.ThenVersionColumn })
                {
                    if (version is not null && !shared.TryAdd(group + version, row[IndexOf(table, version)]))
                        row[IndexOf(table, version)] = shared[group + version]!;
                }

                rows.TryAdd(KeyOf(table, table.Key, row), row);
            }

            runs.Add([.. rows.Values]);
        }

        return runs;
    }

    private static string? ValueOf(TableDefinition table, ColumnDefinition column, Random random, ref int payload)
    {
        if (column.Nullable && random.Next(4) == 0)
            return null;
        if (table.Key.Contains(column.Name))
            return $"{random.Next(1, 4)}";
        return column.Type is ColumnType.Timestamp or ColumnType.Date ? $"2024-01-0{random.Next(1, 4)}" : $"{++payload}";
    }

    private static List<string[]> Merge(TableDefinition table, List<string[][]> runs)
    {
        List<string[]> rows = [];
        foreach (string[][] run in runs)
        {
            foreach (IGrouping<string, string[]> group in run.GroupBy(r => KeyOf(table, table.ReplacedBy, r)))
            {
                string[]? there = rows.FirstOrDefault(r => KeyOf(table, table.ReplacedBy, r) == group.Key);
                if (there is not null && Stays(table, there, group.First()))
                    continue;
                rows.RemoveAll(r => KeyOf(table, table.ReplacedBy, r) == group.Key);
                rows.AddRange(group);
            }
        }

        return rows;
    }

    private static bool Stays(TableDefinition table, string[] there, string[] comes)
    {
        if (table.VersionColumn is null)
            return false;
        int first = Compare(table.VersionColumn);
        return table.OldestStays ? first <= 0 : first > 0 || (first == 0 && table.ThenVersionColumn is { } then && Compare(then) > 0);
        int Compare(string column) => string.CompareOrdinal(there[IndexOf(table, column)] ?? "", comes[IndexOf(table, column)] ?? "");
    }

    private static string KeyOf(TableDefinition table, IReadOnlyList<string> columns, string[] row) => string.Join('\u0001', columns.Select(c => row[IndexOf(table, c)] ?? "\0"));

    private static int IndexOf(TableDefinition table, string column) => table.Columns.Select(c => c.Name).ToList().IndexOf(column);

    private static string[] Show(TableDefinition table, List<string[][]> runs)
    {
        using DuckDbConnection connection = Open();
        Fill(connection, table, runs);
        string select = CurrentView.Select(table, AthenaDialect.Instance.Qualify("main", table.Name));
        string shown = string.Join(", ", table.Columns.Select(c => c.Type is ColumnType.Timestamp or ColumnType.Date ? $"strftime(\"{c.Name}\", '%Y-%m-%d')" : $"CAST(CAST(\"{c.Name}\" AS {(c.Type == ColumnType.Text || c.Type == ColumnType.Uuid ? "VARCHAR" : "BIGINT")}) AS VARCHAR)"));
        return [.. connection.Query($"SELECT {shown} FROM ({select}) AS v", CancellationToken.None).Rows.Select(r => string.Join('|', r)).Order(StringComparer.Ordinal)];
    }

    // The hidden columns of Athena are plain ones here.
    private static void Fill(DuckDbConnection connection, TableDefinition table, List<string[][]> runs)
    {
        string columns = string.Join(", ", table.Columns.Select(c => $"\"{c.Name}\" {DuckDbDialect.Instance.TypeOf(c)}"));
        connection.Query($"CREATE TABLE \"{table.Name}\" ({columns}, \"run\" VARCHAR, \"{Written}\" TIMESTAMP)", CancellationToken.None);
        for (int run = 0; run < runs.Count; run++)
        {
            foreach (string[] row in runs[run])
            {
                // Names of runs say nothing of their order.
                string values = string.Join(", ", row.Select(v => v is null ? "NULL" : $"'{v}'"));
                connection.Query($"INSERT INTO \"{table.Name}\" VALUES ({values}, 'r{(run * 7) % 10}', TIMESTAMP '2024-02-01 00:00:0{run}')", CancellationToken.None);
            }
        }
    }

    private static DuckDbConnection Open() => DuckDbConnection.Open(":memory:", new Dictionary<string, string> { ["threads"] = "1" });
}
