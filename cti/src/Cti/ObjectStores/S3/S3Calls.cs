using Cti.Aws;
using Cti.Failures;

namespace Cti.ObjectStores.S3;

/// <summary>Runs calls, again after failures that may pass: the wait is random below a bound that doubles, so that many clients spread out.</summary>
internal sealed class S3Calls(ObjectStoreOptions options, S3Failures failures, TimeProvider time, Random random)
{
    /// <summary>Names the failures.</summary>
    public S3Failures Failures => failures;

    /// <summary>Runs a call that may be repeated without harm.</summary>
    /// <exception cref="CtiException">The call failed for good, or once too often.</exception>
    public async Task<T> RunAsync<T>(string stage, string uri, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        for (int retries = 0; ; retries++)
        {
            (T? value, Exception? failure) = await TryAsync(call, cancellationToken);
            if (failure is null) return value!;
            await BeforeRetryAsync(stage, uri, retries + 1, failure, cancellationToken);
        }
    }

    /// <summary>Waits before a retry.</summary>
    /// <param name="stage">For the failure.</param>
    /// <param name="uri">What the call was about.</param>
    /// <param name="retry">Which retry would come now, from 1.</param>
    /// <param name="failure">Why.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <exception cref="CtiException">The failure will not pass, or there were retries enough.</exception>
    public async Task BeforeRetryAsync(string stage, string uri, int retry, Exception failure, CancellationToken cancellationToken)
    {
        if (!S3Failures.IsTransient(failure) || retry > options.MaxRetries) throw failures.From(failure, stage, uri);

        TimeSpan delay = new BackOff(options.MaxRetries, options.RetryBaseDelay, options.RetryMaxDelay).DelayOf(retry, random);
        options.Retrying?.Invoke(new ObjectStoreRetry(stage, uri, retry, delay, failures.Reason(failure)));
        await Task.Delay(delay, time, cancellationToken);
    }

    /// <summary>Runs a call once; a foreseen failure is a value. Cancellation by the caller is not foreseen.</summary>
    public static Task<(T? Value, Exception? Failure)> TryAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken) =>
        AwsCall.TryAsync(call, cancellationToken);
}
