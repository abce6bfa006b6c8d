namespace Cti.Warehouses;

/// <summary>Waits between tries: each about twice as long as the one before, by chance shorter or longer, so that loads that met do not meet again.</summary>
/// <param name="clock">The time.</param>
/// <param name="random">Chance.</param>
/// <param name="first">The first wait's middle.</param>
/// <param name="longest">No wait is longer.</param>
internal sealed class Backoff(TimeProvider clock, Random random, TimeSpan first, TimeSpan longest)
{
    /// <summary>Waits before a try.</summary>
    /// <param name="tries">Tries that failed, from 1.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task WaitAsync(int tries, CancellationToken cancellationToken) => Task.Delay(Delay(tries), clock, cancellationToken);

    /// <summary>The wait after so many tries that failed, from 1: between half and one and a half of the middle.</summary>
    public TimeSpan Delay(int tries)
    {
        double middle = Math.Min(first.TotalMilliseconds * Math.Pow(2, tries - 1), longest.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(Math.Min(middle * (0.5 + random.NextDouble()), longest.TotalMilliseconds));
    }
}
