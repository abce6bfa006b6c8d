namespace Cti.Aws;

/// <summary>How often and after which waits something is tried again: random below a bound that doubles, so that many clients spread out.</summary>
/// <param name="MaxRetries">Retries after the first try.</param>
/// <param name="BaseDelay">Longest wait before the first retry, doubled for each further one.</param>
/// <param name="MaxDelay">Longest wait before any retry.</param>
public sealed record BackOff(int MaxRetries, TimeSpan BaseDelay, TimeSpan MaxDelay)
{
    /// <summary>Six retries in about half a minute.</summary>
    public static BackOff Standard { get; } = new(6, TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(20));

    /// <summary>The wait before a retry.</summary>
    /// <param name="retry">Which, from 1.</param>
    /// <param name="random">Shared between threads.</param>
    public TimeSpan DelayOf(int retry, Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        double bound = Math.Min(BaseDelay.TotalMilliseconds * Math.Pow(2, retry - 1), MaxDelay.TotalMilliseconds);
        lock (random) return TimeSpan.FromMilliseconds(bound * random.NextDouble());
    }
}
