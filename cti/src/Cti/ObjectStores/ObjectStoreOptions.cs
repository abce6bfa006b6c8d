using Cti.Aws;

namespace Cti.ObjectStores;

/// <summary>How the S3 store reaches its server, and how much memory and patience it has. Validated where the settings are read.</summary>
/// <remarks>Buffers: a reader of one object holds at most <see cref="RangeBytes"/> × <see cref="RangesInFlight"/> (12 MiB by default; of an
/// object smaller than a range, the next power of two above its size), a writer
/// <see cref="PartBytes"/> × (<see cref="PartsInFlight"/> + 1) (15 MiB by default); the store keeps as many for the next ones.</remarks>
public sealed record ObjectStoreOptions
{
    /// <summary>Access key id; null for the SDK's default chain: environment, web identity, profile, SSO, container and instance roles.</summary>
    public string? AccessKey { get; init; }

    /// <summary>Secret of <see cref="AccessKey"/>.</summary>
    public string? SecretKey { get; init; }

    /// <summary>Session token of temporary keys; null for lasting ones.</summary>
    public string? SessionToken { get; init; }

    /// <summary>AWS region; null for <c>AWS_REGION</c>, <c>AWS_DEFAULT_REGION</c>, then the profile's.</summary>
    public string? Region { get; init; }

    /// <summary>URL of an S3-compatible server, addressed with the bucket in the path; null for <c>AWS_ENDPOINT_URL_S3</c>,
    /// <c>AWS_ENDPOINT_URL</c>, else Amazon.</summary>
    public string? Endpoint { get; init; }

    /// <summary>Bytes of one ranged read, 4 MiB by default; a smaller object comes in one piece.</summary>
    public int RangeBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Ranges of one object that are fetched or wait to be read at the same time, 3 by default.</summary>
    public int RangesInFlight { get; init; } = 3;

    /// <summary>Bytes of one part of an upload, 5 MiB by default, the least that S3 takes. 10,000 parts are the most: 48 GiB an object.</summary>
    public int PartBytes { get; init; } = 5 * 1024 * 1024;

    /// <summary>Parts of one upload on their way at the same time, 2 by default; one more is being filled.</summary>
    public int PartsInFlight { get; init; } = 2;

    /// <summary>How often a call is tried again after a failure that may pass, 6 by default (about half a minute in all). A read counts from
    /// the last one that brought at least 64 KiB.</summary>
    public int MaxRetries { get; init; } = 6;

    /// <summary>Longest wait before the first retry, doubled for each further one up to <see cref="RetryMaxDelay"/>; the wait is random below it. 500 ms by default.</summary>
    public TimeSpan RetryBaseDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest wait before any retry, 20 s by default.</summary>
    public TimeSpan RetryMaxDelay { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Longest time until a connection stands, 10 s by default.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest time until a request, its body sent, is answered: 60 s by default.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Longest time in which a body brings no byte, 20 s by default; then the read goes on over another connection.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Told before each retry, for logs and metrics; called on any thread; null for nobody.</summary>
    public Action<ObjectStoreRetry>? Retrying { get; init; }

    /// <summary>Keys, region and endpoint in the form that every AWS client takes.</summary>
    internal AwsAccess Access => new() { AccessKey = AccessKey, SecretKey = SecretKey, SessionToken = SessionToken, Region = Region, Endpoint = Endpoint };

    /// <summary>Where the server is and whether keys are given: never the keys.</summary>
    public override string ToString() =>
        $"{nameof(ObjectStoreOptions)} {{ Endpoint = {Endpoint ?? "default"}, Region = {Region ?? "default"}, Keys = {(AccessKey is null ? "default chain" : "given")} }}";
}
