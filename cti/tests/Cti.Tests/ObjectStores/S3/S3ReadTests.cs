using Cti.Failures;
using Cti.ObjectStores;
using Cti.Tests.Servers;
using static Cti.Tests.Servers.FaultyProxy;

namespace Cti.Tests.ObjectStores.S3;

public sealed class S3ReadTests : S3TestCase
{
    [Fact]
    public async Task OpenReadAsync_40MB_GivesEqualBytesByRangesThatFillTheMemory()
    {
        byte[] content = Noise(40_000_001);
        ObjectInfo info = await PutAsync("big", content);
        await using FaultyProxy proxy = new(Moto.Endpoint);
        await using Stream stream = await StoreBehind(proxy).OpenReadAsync(info, default);

        byte[] read = new byte[content.Length + 10];
        int first = await stream.ReadAsync(read.AsMemory(0, 9_999_999));
        int second = await stream.ReadAsync(read.AsMemory(first));

        Assert.Equal((9_999_999, content.Length - 9_999_999, 0), (first, second, await stream.ReadAsync(new byte[1])));
        Assert.True(content.AsSpan().SequenceEqual(read.AsSpan(0, content.Length)));
        Assert.Equal(10, proxy.Requests.Count);
        Assert.All(proxy.Requests, r => Assert.Contains("Range: bytes=", r, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task ReadRangeAsync_MiddleAndEnd_AsksForNoMoreThanThat()
    {
        byte[] content = Noise(50_000);
        ObjectInfo info = await PutAsync("x", content);
        await using FaultyProxy proxy = new(Moto.Endpoint);
        IObjectStore store = StoreBehind(proxy);
        byte[] middle = new byte[7000];
        byte[] end = new byte[100];

        await store.ReadRangeAsync(info, 12_345, middle, default);
        await store.ReadRangeAsync(info, 49_900, end, default);

        Assert.Equal(content[12_345..19_345], middle);
        Assert.Equal(content[49_900..], end);
        Assert.Equal(2, proxy.Requests.Count);
        await PutAsync("x", Noise(50_001));
        await Assert.ThrowsAsync<CtiException>(() => store.ReadRangeAsync(info, 0, end, default));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4095)]
    [InlineData(4096)]
    [InlineData(4097)]
    [InlineData(12288)]
    [InlineData(12289)]
    [InlineData(50000)]
    public async Task OpenReadAsync_AnySizeAboutTheRange_GivesEqualBytes(int size)
    {
        byte[] content = Noise(size);
        ObjectInfo info = await PutAsync("x", content);

        Assert.Equal(content, await ReadAsync(Store(o => o with { RangeBytes = 4096 }), info));
    }

    [Fact]
    public async Task OpenReadAsync_SmallObject_IsOnePlainGet()
    {
        ObjectInfo info = await PutAsync("small", Noise(1000));
        await using FaultyProxy proxy = new(Moto.Endpoint);

        Assert.Equal(Noise(1000), await ReadAsync(StoreBehind(proxy), info));

        string request = Assert.Single(proxy.Requests);
        Assert.DoesNotContain("Range:", request, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task ReadAsync_ConnectionsCutMidBody_GoesOnWhereTheyBroke()
    {
        byte[] content = Noise(3_000_000);
        ObjectInfo info = await PutAsync("x", content);
        await using FaultyProxy proxy = new(Moto.Endpoint);
        foreach (long cut in new long[] { 700_000, 1, 20_000, 0, 9_000, 5_000 }) proxy.Fail(_ => true, Fault.ResetAfter(cut));

        byte[] read = await ReadAsync(StoreBehind(proxy, o => o with { RangeBytes = 1_000_000 }), info);

        Assert.True(content.AsSpan().SequenceEqual(read));
        Assert.Equal(9, proxy.Requests.Count);

        // HttpClient itself sends a GET again that was reset before the first byte.
        Assert.InRange(Retries.Count, 4, 6);
        Assert.Contains(proxy.Requests, r => RangeStart(r) % 1_000_000 != 0);
    }

    [Fact]
    public async Task ReadAsync_ManyCutsWithProgressBetween_DoNotUseTheRetriesUp()
    {
        byte[] content = Noise(2_000_000);
        ObjectInfo info = await PutAsync("x", content);
        await using FaultyProxy proxy = new(Moto.Endpoint);
        proxy.Fail(_ => true, Fault.ResetAfter(200_000), times: 9);

        byte[] read = await ReadAsync(StoreBehind(proxy, o => o with { RangesInFlight = 1, MaxRetries = 1 }), info);

        Assert.True(content.AsSpan().SequenceEqual(read));
        Assert.Equal(9, Retries.Count);
    }

    [Fact]
    public async Task ReadAsync_AlwaysCut_IsTransientAfterTheRetries()
    {
        ObjectInfo info = await PutAsync("x", Noise(100_000));
        await using FaultyProxy proxy = new(Moto.Endpoint);
        proxy.Fail(_ => true, Fault.ResetAfter(1000), times: 100);

        await FailureAsync(() => ReadAsync(StoreBehind(proxy, o => o with { MaxRetries = 3 }), info), FailureKind.Transient, "read");

        Assert.Equal(4, proxy.Requests.Count);
        Assert.Equal([1, 2, 3], Retries.Select(r => r.Attempt));
    }

    [Fact]
    public async Task ReadAsync_BodyStandsStill_GoesOnOverAnotherConnection()
    {
        byte[] content = Noise(500_000);
        ObjectInfo info = await PutAsync("x", content);
        await using FaultyProxy proxy = new(Moto.Endpoint);
        proxy.Fail(_ => true, Fault.StallAfter(100_000));

        Assert.Equal(content, await ReadAsync(StoreBehind(proxy, o => o with { StallTimeout = TimeSpan.FromMilliseconds(300) }), info));

        Assert.Contains(Retries, r => r.Reason.StartsWith("no byte came", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ReadAsync_503Once_IsTriedAgain()
    {
        ObjectInfo info = await PutAsync("x", Noise(1000));
        await using FaultyProxy proxy = new(Moto.Endpoint);
        proxy.Fail(_ => true, Fault.Error(503, "SlowDown"));

        Assert.Equal(Noise(1000), await ReadAsync(StoreBehind(proxy), info));

        Assert.Equal(("read", Uri("x"), 1, "503 SlowDown"), Assert.Single(Retries) is { } r ? (r.Stage, r.Uri, r.Attempt, r.Reason) : default);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(20_000)]
    public async Task ReadAsync_ChangedSinceListed_IsTransientAtOnceNamingIt(int newSize)
    {
        ObjectInfo info = await PutAsync("x", Noise(20_000));
        await Moto.PutAsync(Bucket, "x", [.. Noise(newSize).Reverse()]);

        CtiException failure = await FailureAsync(() => ReadAsync(Store(o => o with { RangeBytes = 4096 }), info), FailureKind.Transient, "read");

        Assert.Contains($"{Uri("x")} has changed since it was listed", failure.Message, StringComparison.Ordinal);
        Assert.Empty(Retries);
    }

    [Fact]
    public async Task ReadAsync_EmptyWhenListedAndFilledSince_IsTransient()
    {
        ObjectInfo info = await PutAsync("x", []);
        await Moto.PutAsync(Bucket, "x", [1, 2, 3]);

        await FailureAsync(() => ReadAsync(Store(), info), FailureKind.Transient, "read");
    }

    [Fact]
    public async Task ReadAsync_RemovedSinceListed_IsTransient()
    {
        ObjectInfo info = await PutAsync("x", Noise(100));
        await Store().DeleteAsync(info.Uri, default);
        await Store().DeleteAsync(info.Uri, default);

        await FailureAsync(() => ReadAsync(Store(), info), FailureKind.Transient, "read");
    }

    [Fact]
    public async Task Dispose_WhileRangesAreOnTheirWay_EndsAndLaterReadsFail()
    {
        ObjectInfo info = await PutAsync("x", Noise(100_000));
        await using FaultyProxy proxy = new(Moto.Endpoint);
        proxy.Fail(_ => true, Fault.StallAfter(10), times: 3);
        Stream stream = await StoreBehind(proxy, o => o with { RangeBytes = 10_000 }).OpenReadAsync(info, default);

        await stream.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(async () => Assert.Equal(-1, await stream.ReadAsync(new byte[1])));
    }

    [Fact]
    public async Task ReadAsync_Cancelled_StopsAtOnce()
    {
        ObjectInfo info = await PutAsync("x", Noise(100_000));
        await using FaultyProxy proxy = new(Moto.Endpoint);
        proxy.Fail(_ => true, Fault.StallAfter(10), times: 3);
        await using Stream stream = await StoreBehind(proxy).OpenReadAsync(info, default);
        using CancellationTokenSource cancelled = new(TimeSpan.FromMilliseconds(100));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => Assert.Equal(-1, await stream.ReadAsync(new byte[1], cancelled.Token)));
    }

    [Fact]
    public async Task Read_Synchronous_GivesEqualBytes()
    {
        ObjectInfo info = await PutAsync("x", Noise(10_000));
        using Stream stream = await Store().OpenReadAsync(info, default);
        byte[] read = new byte[10_000];

        Assert.Equal(10_000, stream.Read(read, 0, read.Length));
        Assert.Equal(Noise(10_000), read);
    }

    private static int RangeStart(string request)
    {
        string line = request.Split("\r\n").First(l => l.StartsWith("Range: bytes=", StringComparison.OrdinalIgnoreCase));
        return int.Parse(line["Range: bytes=".Length..].Split('-')[0], System.Globalization.CultureInfo.InvariantCulture);
    }
}
