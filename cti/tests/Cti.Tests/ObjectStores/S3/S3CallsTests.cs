using Cti.Failures;
using Cti.ObjectStores;
using Cti.ObjectStores.S3;

namespace Cti.Tests.ObjectStores.S3;

public sealed class S3CallsTests
{
    [Fact]
    public async Task RunAsync_AlwaysFailing_WaitsRandomlyBelowADoublingBound()
    {
        List<ObjectStoreRetry> retries = [];
        ObjectStoreOptions options = new()
        {
            MaxRetries = 8,
            RetryBaseDelay = TimeSpan.FromMilliseconds(1),
            RetryMaxDelay = TimeSpan.FromMilliseconds(20),
            Retrying = retries.Add,
        };
        S3Calls calls = new(options, new S3Failures(options, "http://server"), TimeProvider.System, new Random(7));
        int tried = 0;

        CtiException failure = await Assert.ThrowsAsync<CtiException>(() => calls.RunAsync<int>(
            "read",
            "s3://b/k",
            _ =>
            {
                tried++;
                throw new IOException("broken");
            },
            default));

        Assert.Equal(FailureKind.Transient, failure.Kind);
        Assert.Equal(9, tried);
        Assert.Equal(Enumerable.Range(1, 8), retries.Select(r => r.Attempt));
        Assert.All(retries, r => Assert.InRange(r.Delay.TotalMilliseconds, 0, Math.Min(Math.Pow(2, r.Attempt - 1), 20)));
        Assert.Equal(8, retries.Select(r => r.Delay).Distinct().Count());
    }

    [Fact]
    public async Task RunAsync_CancelledByTheCaller_IsNoFailureOfTheServer()
    {
        using CancellationTokenSource cancelled = new();
        ObjectStoreOptions options = new();
        S3Calls calls = new(options, new S3Failures(options, "http://server"), TimeProvider.System, new Random(7));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => calls.RunAsync(
            "read",
            "s3://b/k",
            async token =>
            {
                await cancelled.CancelAsync();
                await Task.Delay(Timeout.Infinite, token);
                return 0;
            },
            cancelled.Token));
    }
}
