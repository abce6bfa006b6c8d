using Cti.Aws;
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
        AwsConnection found = AwsConnection.Resolve(options.Access, "S3", "AWS_ENDPOINT_URL_S3", environment, profileRegion);
        return new S3Connection(found.Endpoint, found.Region);
    }
}
