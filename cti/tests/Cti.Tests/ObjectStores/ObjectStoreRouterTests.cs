using Cti.Failures;
using Cti.ObjectStores;

namespace Cti.Tests.ObjectStores;

public sealed class ObjectStoreRouterTests
{
    [Fact]
    public async Task EveryCall_LocalUri_NeverMakesTheS3Store()
    {
        using ScratchFolder scratch = new();
        using ObjectStoreRouter router = new(() => throw new InvalidOperationException("the S3 store was made"));
        string path = scratch.At("x");

        Assert.True(await router.PutIfAbsentAsync(path, "a"u8.ToArray(), default));
        ObjectInfo info = Assert.Single(await router.ListAsync("file://" + scratch.Path, default).ToListAsync());
        Assert.Equal(info, await router.StatAsync(path, default));
        Assert.True(await router.PutIfMatchAsync(path, "b"u8.ToArray(), info.ETag, default));
        await router.DeleteAsync(path, default);
        await Assert.ThrowsAsync<InvalidOperationException>(() => router.StatAsync("s3://b/k", default));
    }

    [Fact]
    public async Task StatAsync_UnknownScheme_IsUsageFailure()
    {
        using ObjectStoreRouter router = new(() => throw new InvalidOperationException("the S3 store was made"));

        Assert.Equal(FailureKind.Usage, (await Assert.ThrowsAsync<CtiException>(() => router.StatAsync("gs://b/k", default))).Kind);
    }
}
