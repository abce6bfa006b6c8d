using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Cti.Aws;

namespace Cti.ObjectStores.S3;

/// <summary>Makes the SDK's client as this program uses it.</summary>
internal static class S3ClientFactory
{
    /// <summary>A client that retries nothing by itself and writes no log.</summary>
    public static AmazonS3Client Create(ObjectStoreOptions options, S3Connection connection)
    {
        AmazonS3Config config = ConfigOf(options, connection);
        return AwsCredentialSource.Of(options.Access) is { } given ? new AmazonS3Client(given, config) : new AmazonS3Client(config);
    }

    /// <summary>The client's settings.</summary>
    public static AmazonS3Config ConfigOf(ObjectStoreOptions options, S3Connection connection)
    {
        AmazonS3Config config = new()
        {
            // The store retries itself: after a lost answer it must know that the call may have been carried out, and it resumes bodies.
            MaxErrorRetry = 0,
            MaxStaleConnectionRetries = 0,
            ThrottleRetries = false,
            Timeout = options.RequestTimeout,
            ConnectTimeout = options.ConnectTimeout,
            DisableLogging = true,
        };
        if (connection.Endpoint is null)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(connection.Region);
            return config;
        }

        config.ServiceURL = connection.Endpoint;
        config.AuthenticationRegion = connection.Region;
        config.ForcePathStyle = true;

        // Many S3-compatible servers refuse checksums in trailers, which the SDK sends by default.
        config.RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED;
        config.ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED;
        return config;
    }
}
