using Amazon.Runtime;
using Cti.Failures;

namespace Cti.Aws;

/// <summary>Which server and region the settings and the environment name for a service.</summary>
/// <param name="Endpoint">URL of a server of one's own; null for Amazon.</param>
/// <param name="Region">The region that requests are signed for.</param>
internal sealed record AwsConnection(string? Endpoint, string Region)
{
    /// <summary>Resolves in the AWS tools' order: settings, the service's own variable, the general one, the profile.</summary>
    /// <param name="access">The settings.</param>
    /// <param name="service">The service's name for messages, <c>S3</c>.</param>
    /// <param name="variable">Its own variable, <c>AWS_ENDPOINT_URL_S3</c>.</param>
    /// <param name="environment">Looks a variable up.</param>
    /// <param name="profileRegion">The region of the profile, or with <c>true</c> also of the machine that the process runs on; null for none.</param>
    /// <exception cref="CtiException">Usage: the endpoint is no URL, or there is no region.</exception>
    public static AwsConnection Resolve(AwsAccess access, string service, string variable, Func<string, string?> environment, Func<bool, string?> profileRegion)
    {
        string? Variable(string name) => environment(name) is { Length: > 0 } value ? value : null;

        string? endpoint = access.Endpoint ?? (IsIgnored(environment) ? null : Variable(variable) ?? Variable("AWS_ENDPOINT_URL"));
        if (endpoint is not null && !(Uri.TryCreate(endpoint, UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https"))
        {
            throw CtiException.Usage("settings", $"The {service} endpoint \"{endpoint}\" is no URL; expected http://host:port or https://host (endpoint_url, {variable} or AWS_ENDPOINT_URL).");
        }

        string? region = access.Region ?? Variable("AWS_REGION") ?? Variable("AWS_DEFAULT_REGION") ?? profileRegion(endpoint is null);
        return (endpoint, region) switch
        {
            (_, not null) => new AwsConnection(endpoint, region),
            (not null, null) => new AwsConnection(endpoint, "us-east-1"),
            _ => throw CtiException.Usage("settings", "No AWS region is known: give \"region\" in the settings or AWS_REGION."),
        };
    }

    /// <summary>Resolves for a service that speaks JSON: there its own variable comes first, as the setting <c>endpoint_url</c> is in most cases
    /// the object store's alone.</summary>
    /// <exception cref="CtiException">As above.</exception>
    public static AwsConnection Resolve(AwsAccess access, AwsJsonService service, Func<string, string?> environment, Func<bool, string?> profileRegion)
    {
        bool own = !string.IsNullOrEmpty(environment(service.EndpointVariable)) && !IsIgnored(environment);
        return Resolve(own ? access with { Endpoint = null } : access, service.ServiceId, service.EndpointVariable, environment, profileRegion);
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

    private static bool IsIgnored(Func<string, string?> environment) =>
        string.Equals(environment("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"), "true", StringComparison.OrdinalIgnoreCase);
}
