using Amazon.Runtime;
using Cti.Failures;

namespace Cti.ObjectStores.S3;

/// <summary>Which server and region the options and the environment name.</summary>
/// <param name="Endpoint">URL of an S3-compatible server; null for Amazon.</param>
/// <param name="Region">The region that requests are signed for.</param>
internal sealed record S3Connection(string? Endpoint, string Region)
{
    /// <summary>Resolves in the AWS tools' order: settings, the service's own variable, the general one, the profile.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="environment">Looks a variable up.</param>
    /// <param name="profileRegion">The region of the profile, or with <c>true</c> also of the machine that the process runs on; null for none.</param>
    /// <exception cref="CtiException">Usage: the endpoint is no URL, or there is no region.</exception>
    public static S3Connection Resolve(ObjectStoreOptions options, Func<string, string?> environment, Func<bool, string?> profileRegion)
    {
        string? Variable(string name) => environment(name) is { Length: > 0 } value ? value : null;

        bool ignored = string.Equals(Variable("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"), "true", StringComparison.OrdinalIgnoreCase);
        string? endpoint = options.Endpoint ?? (ignored ? null : Variable("AWS_ENDPOINT_URL_S3") ?? Variable("AWS_ENDPOINT_URL"));
        if (endpoint is not null && !(Uri.TryCreate(endpoint, UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https"))
        {
            throw CtiException.Usage("settings", $"The S3 endpoint \"{endpoint}\" is no URL; expected http://host:port or https://host (endpoint_url, AWS_ENDPOINT_URL_S3 or AWS_ENDPOINT_URL).");
        }

        string? region = options.Region ?? Variable("AWS_REGION") ?? Variable("AWS_DEFAULT_REGION") ?? profileRegion(endpoint is null);
        return (endpoint, region) switch
        {
            (_, not null) => new S3Connection(endpoint, region),
            (not null, null) => new S3Connection(endpoint, "us-east-1"),
            _ => throw CtiException.Usage("settings", "No AWS region is known: give \"region\" in the settings or AWS_REGION."),
        };
    }

    /// <summary>The region of the SDK's profile, and if asked of the machine.</summary>
    public static string? ProfileRegion(bool includeMachine)
    {
        try
        {
            return FallbackRegionFactory.GetRegionEndpoint(includeMachine)?.SystemName;
        }
        catch (Exception e) when (e is AmazonClientException or AmazonServiceException)
        {
            // The profile that AWS_PROFILE names is not there: the credentials' own failure says so better.
            return null;
        }
    }
}
