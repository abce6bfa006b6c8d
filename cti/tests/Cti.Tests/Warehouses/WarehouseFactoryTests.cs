using Cti.Failures;
using Cti.Tests.Warehouses.Cases;
using Cti.Warehouses;
using Cti.Warehouses.DuckDb;

namespace Cti.Tests.Warehouses;

public sealed class WarehouseFactoryTests
{
    private static readonly WarehouseOptions Options = new(TableNaming.Default, new DuckDbOptions(WarehouseBench.Memory, 1, Path.GetTempPath()));

    [Fact]
    public async Task Create_DuckDbPath_MakesTheEmbeddedOne()
    {
        await using IWarehouse warehouse = WarehouseFactory.Create("duckdb:./x/y.duckdb", Options, new FolderStore("."), TimeProvider.System);

        Assert.Equal("duckdb", warehouse.Kind);
    }

    [Theory]
    [InlineData("redshift://cluster")]
    [InlineData("duckdb:")]
    [InlineData("duckdb::memory:")]
    [InlineData("duckdb:s3://bucket/x")]
    [InlineData("./warehouse.duckdb")]
    public void Create_Other_IsUsageSayingWhatThereIs(string name)
    {
        CtiException e = Assert.Throws<CtiException>(() => WarehouseFactory.Create(name, Options, new FolderStore("."), TimeProvider.System));

        Assert.Equal(FailureKind.Usage, e.Kind);
        Assert.Contains("duckdb:PATH", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_UrlWithPassword_DoesNotRepeatIt()
    {
        CtiException e = Assert.Throws<CtiException>(() => WarehouseFactory.Create("postgres://u:hush@h/d", Options, new FolderStore("."), TimeProvider.System));

        Assert.DoesNotContain("hush", e.Message, StringComparison.Ordinal);
    }
}
