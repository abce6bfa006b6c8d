using Cti.Failures;
using Cti.Warehouses;

namespace Cti.Tests.Warehouses.Cases;

/// <summary>What a warehouse refuses besides where the program itself fetches the parts, rather than the warehouse.</summary>
public abstract class FetchedRefusalCases(Func<Task<WarehouseBench>> bench) : RefusalCases(bench)
{
    [Fact]
    public async Task Load_FetchedPartWithOtherBytes_IsUsageAndLeavesNothing()
    {
        LoadSource a = Bench.Run("a", Things, WarehouseBench.Rows(("1", "", "x")), folder: "s3://bucket/out");
        string path = Bench.Store.PathOf(a.Manifest.Outputs[0].Uri);
        byte[] bytes = File.ReadAllBytes(path);
        bytes[20] ^= 1;
        File.WriteAllBytes(path, bytes);

        CtiException e = await RefusedAsync(a);

        Assert.Equal(FailureKind.Usage, e.Kind);
        Assert.Contains("SHA-256", e.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateDirectories(Bench.Spill, "cti-warehouse-*"));
    }
}
