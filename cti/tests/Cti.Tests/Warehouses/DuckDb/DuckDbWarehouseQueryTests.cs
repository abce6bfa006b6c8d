using Cti.Failures;
using Cti.Records;

namespace Cti.Tests.Warehouses.DuckDb;

public sealed class DuckDbWarehouseQueryTests : IDisposable
{
    private readonly Workbench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Query_NoFile_IsUsageAndMakesNone()
    {
        CtiException e = await Assert.ThrowsAsync<CtiException>(() => _bench.QueryAsync(DatasetCatalog.Find("events")!.Queries.Single(q => q.Name == "top-tags"), "month"));

        Assert.Equal(FailureKind.Usage, e.Kind);
        Assert.False(File.Exists(_bench.Database));
    }
}
