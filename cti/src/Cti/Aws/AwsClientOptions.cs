namespace Cti.Aws;

/// <summary>How patient a client is, and who hears of its retries.</summary>
internal sealed record AwsClientOptions
{
    /// <summary>Retries of one call.</summary>
    public BackOff BackOff { get; init; } = BackOff.Standard;

    /// <summary>Longest time until a call is answered, 60 s by default; longer than a server is asked to wait with its answer.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Waits by it.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Spreads the waits.</summary>
    public Random Random { get; init; } = new();

    /// <summary>Told before each retry: the operation, which retry it is, why. Null for nobody.</summary>
    public Action<string, int, string>? Retrying { get; init; }
}
