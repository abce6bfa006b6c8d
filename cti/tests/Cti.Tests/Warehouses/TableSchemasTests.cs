using System.Text.Json.Nodes;
using Cti.Failures;
using Cti.Records;
using Cti.Tests.Warehouses.DuckDb;
using Cti.Warehouses;
using Cti.Warehouses.DuckDb;
using Cti.Warehouses.Postgres;
using Cti.Warehouses.Redshift;

namespace Cti.Tests.Warehouses;

public sealed class TableSchemasTests
{
    public static TheoryData<string, string> All
    {
        get
        {
            TheoryData<string, string> all = [];
            foreach (Dataset dataset in DatasetCatalog.All)
            {
                foreach (string target in TableSchemas.Targets)
                    all.Add(dataset.Name, target);
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Write_EachDatasetAndTarget_IsAsKept(string dataset, string target)
    {
        string golden = Repository.Path("cti", "tests", "Cti.Tests", "Warehouses", "Golden", $"{dataset}.{target}.txt");

        string written = TableSchemas.Write(DatasetCatalog.Find(dataset)!, target, TableNaming.Default);

        Assert.True(File.Exists(golden), $"{golden} is missing; it should hold:\n{written}");
        Assert.Equal(File.ReadAllText(golden), written);
    }

    [Fact]
    public void Write_DuckDbScript_RunsTwice()
    {
        using Workbench bench = new();
        foreach (Dataset dataset in DatasetCatalog.All)
        {
            string script = TableSchemas.Write(dataset, "duckdb", new TableNaming("lake"));
            bench.Do(script);
            bench.Do(script);
        }

        Assert.Equal(
            ["customers", "erasure_requests", "events", "follows", "interaction_counts", "interactions", "key_data", "posts", "products", "transaction_lines", "transactions", "unfollows", "users"], bench.Ask("SELECT table_name FROM duckdb_tables() WHERE schema_name = 'lake' ORDER BY 1"));
    }

    [Fact]
    public void Write_UnknownTarget_IsUsageNamingTheKnown()
    {
        CtiException e = Assert.Throws<CtiException>(() => TableSchemas.Write(DatasetCatalog.All[0], "oracle", TableNaming.Default));

        Assert.Equal(FailureKind.Usage, e.Kind);
        Assert.Contains("redshift, postgres, duckdb, glue, json-schema", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_TableSetForSeveral_IsUsage()
    {
        CtiException e = Assert.Throws<CtiException>(() => TableSchemas.Write(DatasetCatalog.Find("interactions")!, "duckdb", new TableNaming(null, "t")));

        Assert.Equal(FailureKind.Usage, e.Kind);
    }

    [Fact]
    public void JsonSchema_EveryColumn_IsRequiredAndNullOnlyWhereAllowed()
    {
        JsonObject row = RowSchema.Of(DatasetCatalog.Find("interactions")!.Tables[0]);

        Assert.Equal(5, row["required"]!.AsArray().Count);
        Assert.Equal("string", row["properties"]!["user_id"]!["type"]!.GetValue<string>());
        Assert.Equal("""["string","null"]""", row["properties"]!["timestamp"]!["type"]!.ToJsonString());
    }

    [Fact]
    public void Quote_HostileNames_StayNames()
    {
        Assert.Equal("\"a\"\"b\"", DuckDbDialect.Instance.Quote("a\"b"));
        Assert.Equal("\"a\"\"b\"", PostgresDialect.Instance.Quote("a\"b"));
        Assert.Equal("\"a\"\"b\"", RedshiftDialect.Instance.Quote("A\"b"));
    }

    [Fact]
    public void Text_HostileValues_StayText()
    {
        Assert.Equal(@"'it''s \'", DuckDbDialect.Instance.Text(@"it's \"));
        Assert.Equal(@"'it''s \'", PostgresDialect.Instance.Text(@"it's \"));
        Assert.Equal(@"'it''s \\'", RedshiftDialect.Instance.Text(@"it's \"));
    }

    [Fact]
    public void Queries_OfEveryDataset_AreThereForEveryDialectWithoutPlaceholders()
    {
        foreach (NamedQuery query in DatasetCatalog.All.SelectMany(d => d.Queries))
        {
            foreach (SqlDialect dialect in new SqlDialect[] { DuckDbDialect.Instance, PostgresDialect.Instance, RedshiftDialect.Instance })
                Assert.DoesNotMatch(@"\{[a-z_]+\}", QuerySql.Of(query, "month", dialect, TableNaming.Default));
        }
    }
}
