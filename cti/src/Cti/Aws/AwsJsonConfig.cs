using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Util.Internal;

namespace Cti.Aws;

/// <summary>What the SDK's pipeline has to know of a service and of how this program calls it.</summary>
internal sealed class AwsJsonConfig : ClientConfig, IServiceMetadata
{
    // The pipeline asks for times by mode; without a declared one it finds nothing to fall back to.
    private static readonly DefaultConfiguration Standard = new() { Name = DefaultConfigurationMode.Standard, RetryMode = RequestRetryMode.Standard };

    /// <summary>The settings of a client that retries nothing by itself, keeps no proxy of its own and writes no log.</summary>
    public AwsJsonConfig(AwsJsonService service, AwsConnection connection, TimeSpan requestTimeout)
        : base(new DefaultConfigurationProvider([Standard]))
    {
        Service = service;
        base.ServiceId = service.ServiceId;
        AuthenticationServiceName = service.SigningName;
        if (connection.Endpoint is null)
            RegionEndpoint = RegionEndpoint.GetBySystemName(connection.Region);
        else
            ServiceURL = connection.Endpoint;
        AuthenticationRegion = connection.Region;
        EndpointProvider = new FixedEndpoint(connection.Endpoint ?? $"https://{service.SigningName}.{connection.Region}.{RegionEndpoint.PartitionDnsSuffix}");
        // The caller retries: it must know that a call may have been carried out, and it logs each retry.
        MaxErrorRetry = 0;
        MaxStaleConnectionRetries = 0;
        ThrottleRetries = false;
        Timeout = requestTimeout;
        ConnectTimeout = TimeSpan.FromSeconds(10);
        DisableLogging = true;
    }

    /// <summary>The service.</summary>
    public AwsJsonService Service { get; }

    /// <inheritdoc/>
    public override string ServiceVersion => Service.Version;

    /// <inheritdoc/>
    public override string UserAgent { get; } = InternalSDKUtils.BuildUserAgentString("Cti", "1");

    /// <inheritdoc/>
    public override string RegionEndpointServiceName => Service.SigningName;

    /// <inheritdoc/>
    public IDictionary<string, string> OperationNameMapping { get; } = new Dictionary<string, string>();

    /// <inheritdoc/>
    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) => EndpointProvider.ResolveEndpoint(null);

    private sealed class FixedEndpoint(string url) : IEndpointProvider
    {
        public Endpoint ResolveEndpoint(EndpointParameters? parameters) => new(url);
    }
}
