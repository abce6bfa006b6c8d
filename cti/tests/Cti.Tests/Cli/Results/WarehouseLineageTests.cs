using Cti.Cli.Results;
using Cti.Cli.Settings;
using Cti.Telemetry.Lineage;

namespace Cti.Tests.Cli.Results;

/// <summary>Warehouses under the names that other tools' lineage gives them.</summary>
public sealed class WarehouseLineageTests
{
    [Theory]
    [InlineData("redshift", """{"workgroup":"etl","database":"dev","region":"eu-central-1"}""", "redshift://etl.eu-central-1:5439", "dev.public")]
    [InlineData("redshift", """{"cluster":"main","database":"dev","schema":"shop"}""", "redshift://main.us-east-1:5439", "dev.shop")]
    [InlineData("redshift", """{"hostname":"etl.123456789012.eu-west-1.redshift-serverless.amazonaws.com","database":"dev","region":"eu-west-1"}""", "redshift://etl.eu-west-1:5439", "dev.public")]
    [InlineData("postgres://etl@db.example.org:6432/shop", "{}", "postgres://db.example.org:6432", "shop.public")]
    [InlineData("postgres://etl@db.example.org/shop", """{"schema":"raw"}""", "postgres://db.example.org:5432", "shop.raw")]
    [InlineData("postgres", """{"hostname":"db","port":5433,"database":"shop","username":"etl"}""", "postgres://db:5433", "shop.public")]
    [InlineData("glue:web", """{"region":"eu-central-1"}""", "awsathena://athena.eu-central-1.amazonaws.com", "AwsDataCatalog.web")]
    [InlineData("glue", """{"database":"web"}""", "awsathena://athena.us-east-1.amazonaws.com", "AwsDataCatalog.web")]
    [InlineData("duckdb:/data/w.duckdb", "{}", "duckdb:///data/w.duckdb", "main")]
    public void Of_Warehouse_IsNamedAsOthersNameIt(string warehouse, string settings, string space, string name) =>
        Assert.Equal(new LineageDataset(space, name), Of(warehouse, settings));

    [Theory]
    [InlineData("redshift", "{}")]
    [InlineData("nowhere", "{}")]
    public void Of_WarehouseThatCannotBeNamed_IsNull(string warehouse, string settings) => Assert.Null(Of(warehouse, settings));

    private static LineageDataset? Of(string warehouse, string settings) => WarehouseLineage.Of(
        warehouse,
        SettingsLoader.Bind(SettingsReader.Read(null, new Dictionary<string, string> { ["CTI_SETTINGS"] = settings }), new SettingsNeeds()),
        new Dictionary<string, string> { ["AWS_REGION"] = "us-east-1" });
}
