using Cti.Failures;
using Cti.ObjectStores;
using Cti.Tests.Servers;
using static Cti.Tests.Servers.FaultyProxy;

namespace Cti.Tests.ObjectStores.S3;

public sealed class S3WriteTests : S3TestCase
{
    private const int PartBytes = 5 * 1024 * 1024;

    [Theory]
    [InlineData(0, 1)]
    [InlineData(10, 1)]
    [InlineData(PartBytes, 1)]
    [InlineData(PartBytes + 1, 4)]
    [InlineData((3 * PartBytes) + 17, 6)]
    public async Task CommitAsync_AnySizeAboutThePart_StoresEqualBytesInThatManyRequests(int size, int requests)
    {
        byte[] content = Noise(size);
        await using FaultyProxy proxy = new(Moto.Endpoint);
        await using (ObjectWriter writer = await StoreBehind(proxy).CreateAsync(Uri("out/x"), default))
        {
            await WriteAsync(writer, content);
            Assert.Empty(await Moto.KeysAsync(Bucket));
            await writer.CommitAsync(default);
            Assert.Equal((Uri("out/x"), size), (writer.Uri, writer.BytesWritten));
        }

        AssertEqual(content, await Moto.GetAsync(Bucket, "out/x"));
        Assert.Equal(requests, proxy.Requests.Count);
        Assert.Equal(0, await Moto.OpenUploadsAsync(Bucket));
    }

    [Theory]
    [InlineData(100)]
    [InlineData((2 * PartBytes) + 1)]
    public async Task DisposeAsync_WithoutCommit_LeavesNoObjectAndNoUpload(int size)
    {
        await using (ObjectWriter writer = await Store().CreateAsync(Uri("x"), default))
        {
            await WriteAsync(writer, Noise(size));
            Assert.Equal(size > PartBytes ? 1 : 0, await Moto.OpenUploadsAsync(Bucket));
        }

        Assert.Empty(await Moto.KeysAsync(Bucket));
        Assert.Equal(0, await Moto.OpenUploadsAsync(Bucket));
    }

    [Fact]
    public async Task DisposeAsync_AfterCancelledWrite_AbortsTheUpload()
    {
        using CancellationTokenSource cancelled = new();
        await using FaultyProxy proxy = new(Moto.Endpoint);
        proxy.Fail(IsPart, Fault.StallAfter(0), times: 2);
        ObjectWriter writer = await StoreBehind(proxy).CreateAsync(Uri("x"), default);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await writer.WriteAsync(Noise(4 * PartBytes), cancelled.Token));
        await writer.DisposeAsync();

        Assert.Equal(0, await Moto.OpenUploadsAsync(Bucket));

        bool IsPart(string request)
        {
            bool isPart = request.Contains("partNumber=", StringComparison.Ordinal);
            if (isPart)
                cancelled.CancelAfter(TimeSpan.FromMilliseconds(100));
            return isPart;
        }
    }

    [Fact]
    public async Task WriteAsync_ResetsAndThrottling_EndInEqualBytes()
    {
        byte[] content = Noise((3 * PartBytes) + 5);
        await using FaultyProxy proxy = new(Moto.Endpoint);
        proxy.Fail(r => r.Contains("?uploads", StringComparison.Ordinal), Fault.Error(500, "InternalError"))
            .Fail(r => r.Contains("partNumber=1", StringComparison.Ordinal), Fault.Error(503, "SlowDown"))
            .Fail(r => r.Contains("partNumber=2", StringComparison.Ordinal), Fault.ResetAfter(0))
            .Fail(r => r.Contains("partNumber=3", StringComparison.Ordinal), Fault.ResetAfter(10));

        await using (ObjectWriter writer = await StoreBehind(proxy).CreateAsync(Uri("x"), default))
        {
            await WriteAsync(writer, content);
            await writer.CommitAsync(default);
        }

        AssertEqual(content, await Moto.GetAsync(Bucket, "x"));
        Assert.Equal(4, Retries.Count);
    }

    [Fact]
    public async Task CommitAsync_AnswerToTheCompletionLost_KnowsThatItIsDone()
    {
        byte[] content = Noise(PartBytes + 5);
        await using FaultyProxy proxy = new(Moto.Endpoint);
        proxy.Fail(r => r.StartsWith("POST", StringComparison.Ordinal) && r.Contains("uploadId=", StringComparison.Ordinal), Fault.ResetAfter(0));
        await using ObjectWriter writer = await StoreBehind(proxy).CreateAsync(Uri("x"), default);
        await WriteAsync(writer, content);

        await writer.CommitAsync(default);

        AssertEqual(content, await Moto.GetAsync(Bucket, "x"));
    }

    [Fact]
    public async Task WriteAsync_PartFailsForGood_FailsTheWriterAndLeavesNoUpload()
    {
        await using FaultyProxy proxy = new(Moto.Endpoint);
        proxy.Fail(r => r.Contains("partNumber=1", StringComparison.Ordinal), Fault.Error(403, "AccessDenied"));
        ObjectWriter writer = await StoreBehind(proxy).CreateAsync(Uri("x"), default);

        await FailureAsync(
            async () =>
            {
                await WriteAsync(writer, Noise(4 * PartBytes));
                await writer.CommitAsync(default);
            },
            FailureKind.Usage,
            "write");
        await writer.DisposeAsync();

        Assert.Empty(await Moto.KeysAsync(Bucket));
        Assert.Equal(0, await Moto.OpenUploadsAsync(Bucket));
    }

    [Fact]
    public async Task CommitAsync_OverAnOldObject_ReplacesIt()
    {
        await Moto.PutAsync(Bucket, "x", [1, 2, 3]);
        await using ObjectWriter writer = await Store().CreateAsync(Uri("x"), default);
        await writer.WriteAsync(new byte[] { 9 }, default);

        await writer.CommitAsync(default);

        Assert.Equal([9], await Moto.GetAsync(Bucket, "x"));
    }

    [Fact]
    public async Task CommitAsync_MissingBucket_IsUsageFailure()
    {
        await using ObjectWriter writer = await Store().CreateAsync("s3://cti-no-such-bucket/x", default);

        await FailureAsync(() => writer.CommitAsync(default), FailureKind.Usage, "write");
    }

    /// <summary>As <c>Assert.Equal</c>, at the speed that megabytes need.</summary>
    private static void AssertEqual(byte[] expected, byte[] found) => Assert.True(expected.AsSpan().SequenceEqual(found));

    private static async Task WriteAsync(ObjectWriter writer, byte[] content)
    {
        // Uneven pieces, and the caller's memory is used again at once.
        byte[] piece = new byte[777_777];
        for (int at = 0; at < content.Length; at += piece.Length)
        {
            int count = Math.Min(piece.Length, content.Length - at);
            content.AsSpan(at, count).CopyTo(piece);
            await writer.WriteAsync(piece.AsMemory(0, count), default);
            piece.AsSpan().Clear();
        }
    }
}
