using Cti.Failures;
using Cti.ObjectStores;

namespace Cti.Tests.ObjectStores.S3;

public sealed class S3ListTests : S3TestCase
{
    [Fact]
    public async Task ListAsync_MoreThanOnePage_GivesAllInOrder()
    {
        string[] keys = [.. Enumerable.Range(0, 1205).Select(i => $"in/{i:0000}.csv")];
        await Parallel.ForEachAsync(keys, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (key, _) => await Moto.PutAsync(Bucket, key, [1]));

        List<ObjectInfo> found = await Store().ListAsync(Uri("in/"), default).ToListAsync();

        Assert.Equal(keys.Select(Uri), found.Select(f => f.Uri));
    }

    [Fact]
    public async Task ListAsync_Prefix_LeavesOutNeighboursHiddenAndFolderKeys()
    {
        foreach (string key in new[] { "in/a.csv", "in/", "in/b/", "in/b/c.csv", "in/_x", "in/.y", "in/_runs/m", "in/b/.z/q", "in2/x", "_top/ok/z" })
        {
            await Moto.PutAsync(Bucket, key, "12345"u8.ToArray());
        }

        ObjectInfo[] found = [.. await Store().ListAsync(Uri("in"), default).ToListAsync()];

        Assert.Equal([Uri("in/a.csv"), Uri("in/b/c.csv")], found.Select(f => f.Uri));
        Assert.All(found, f => Assert.Equal((5L, "827ccb0eea8a706c4c34a16891f84e7b", TimeSpan.Zero), (f.Size, f.ETag, f.LastModified.Offset)));
        Assert.InRange(found[0].LastModified, DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddMinutes(5));
        Assert.Equal([Uri("_top/ok/z")], await Store().ListAsync(Uri("_top/"), default).Select(f => f.Uri).ToListAsync());
    }

    [Fact]
    public async Task ListAsync_WholeBucketOrNothing_GivesWhatIsThere()
    {
        Assert.Empty(await Store().ListAsync($"s3://{Bucket}", default).ToListAsync());
        await Moto.PutAsync(Bucket, "x", [1]);
        Assert.Single(await Store().ListAsync($"s3://{Bucket}", default).ToListAsync());
        Assert.Empty(await Store().ListAsync(Uri("none/"), default).ToListAsync());
    }

    [Fact]
    public async Task ListAsync_StrangeKeys_AreGivenAsTheyAre()
    {
        string[] keys = ["in/a b+c%20&=é.csv", "in/date=2020-01-01/hour=00/x.json", "in/日本/😀.csv"];
        foreach (string key in keys) await Moto.PutAsync(Bucket, key, "y"u8.ToArray());

        List<ObjectInfo> found = await Store().ListAsync(Uri("in/"), default).ToListAsync();

        Assert.Equal(keys.Select(Uri), found.Select(f => f.Uri));
        foreach (ObjectInfo info in found)
        {
            Assert.Equal(info.ETag, (await Store().StatAsync(info.Uri, default))!.ETag);
            Assert.Equal("y"u8.ToArray(), await ReadAsync(Store(), info));
        }
    }

    [Fact]
    public async Task StatAsync_MissingObjectOrBucket_IsNull()
    {
        Assert.Null(await Store().StatAsync(Uri("none"), default));
        Assert.Null(await Store().StatAsync("s3://cti-no-such-bucket/none", default));
    }

    [Fact]
    public async Task ListAsync_MissingBucket_IsUsageFailureThatNamesIt()
    {
        CtiException failure = await FailureAsync(async () => await Store().ListAsync("s3://cti-no-such-bucket/x/", default).ToListAsync(), FailureKind.Usage, "list");

        Assert.Contains("\"cti-no-such-bucket\"", failure.Message, StringComparison.Ordinal);
        Assert.Empty(Retries);
    }
}
