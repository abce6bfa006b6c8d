using System.Text;
using Cti.ObjectStores;
using Cti.Tests.Servers;
using static Cti.Tests.Servers.FaultyProxy;

namespace Cti.Tests.ObjectStores.S3;

public sealed class S3ConditionalPutTests : S3TestCase
{
    [Fact]
    public async Task PutIfAbsentAsync_ThereOrNot_StoresOnlyTheFirst()
    {
        Assert.True(await Store().PutIfAbsentAsync(Uri("m"), "one"u8.ToArray(), default));
        Assert.False(await Store().PutIfAbsentAsync(Uri("m"), "two"u8.ToArray(), default));

        Assert.Equal("one"u8.ToArray(), await Moto.GetAsync(Bucket, "m"));
    }

    [Fact]
    public async Task PutIfMatchAsync_CurrentThenStale_ReplacesOnce()
    {
        ObjectInfo first = await PutAsync("m", "one"u8.ToArray());

        Assert.True(await Store().PutIfMatchAsync(Uri("m"), "two"u8.ToArray(), first.ETag, default));
        Assert.False(await Store().PutIfMatchAsync(Uri("m"), "three"u8.ToArray(), first.ETag, default));
        Assert.False(await Store().PutIfMatchAsync(Uri("none"), "x"u8.ToArray(), first.ETag, default));

        Assert.Equal("two"u8.ToArray(), await Moto.GetAsync(Bucket, "m"));
        Assert.Equal(["m"], await Moto.KeysAsync(Bucket));
    }

    [Fact]
    public async Task PutIfAbsentAsync_ManyAtOnce_OneWins()
    {
        bool[] won = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => Store().PutIfAbsentAsync(Uri("m"), Encoding.UTF8.GetBytes($"{i}"), default)));

        Assert.Equal(1, won.Count(w => w));
        Assert.Equal($"{Array.IndexOf(won, true)}", Encoding.UTF8.GetString(await Moto.GetAsync(Bucket, "m")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task PutIfAbsentAsync_AnswerLost_KnowsItsOwnSuccessFromAnother(bool own)
    {
        await using FaultyProxy proxy = new(Moto.Endpoint);
        proxy.Fail(r => r.StartsWith("PUT", StringComparison.Ordinal), Fault.ResetAfter(0));
        if (!own) await Moto.PutAsync(Bucket, "m", "another's"u8.ToArray());

        Assert.Equal(own, await StoreBehind(proxy).PutIfAbsentAsync(Uri("m"), "mine"u8.ToArray(), default));

        Assert.Single(Retries);
        Assert.Equal(own ? "mine" : "another's", Encoding.UTF8.GetString(await Moto.GetAsync(Bucket, "m")));
    }

    [Fact]
    public async Task PutIfMatchAsync_AnswerLost_KnowsItsOwnSuccess()
    {
        ObjectInfo first = await PutAsync("m", "one"u8.ToArray());
        await using FaultyProxy proxy = new(Moto.Endpoint);
        proxy.Fail(r => r.StartsWith("PUT", StringComparison.Ordinal), Fault.ResetAfter(0));

        Assert.True(await StoreBehind(proxy).PutIfMatchAsync(Uri("m"), "two"u8.ToArray(), first.ETag, default));
    }

    [Fact]
    public async Task PutIfAbsentAsync_ConflictThenRoom_IsTriedAgain()
    {
        await using FaultyProxy proxy = new(Moto.Endpoint);
        proxy.Fail(_ => true, Fault.Error(409, "ConditionalRequestConflict"));

        Assert.True(await StoreBehind(proxy).PutIfAbsentAsync(Uri("m"), "x"u8.ToArray(), default));

        Assert.Single(Retries);
    }
}
