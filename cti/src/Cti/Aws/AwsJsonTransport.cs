using Amazon.Runtime;
using Amazon.Runtime.Credentials.Internal;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;

namespace Cti.Aws;

/// <summary>The SDK's own pipeline (credentials, signature version 4, connections) for a service that it has no package for.</summary>
internal sealed class AwsJsonTransport : AmazonServiceClient
{
    private readonly InvokeOptions _options;

    private AwsJsonTransport(AwsJsonConfig config)
        : base(config) => _options = OptionsFor(config);

    private AwsJsonTransport(AWSCredentials credentials, AwsJsonConfig config)
        : base(credentials, config) => _options = OptionsFor(config);

    /// <inheritdoc/>
    protected override IServiceMetadata ServiceMetadata => (AwsJsonConfig)Config;

    /// <summary>Opens it; nothing is sent yet.</summary>
    public static AwsJsonTransport Open(AwsAccess access, AwsJsonConfig config) =>
        AwsCredentialSource.Of(access) is { } given ? new AwsJsonTransport(given, config) : new AwsJsonTransport(config);

    /// <summary>Sends a call once.</summary>
    public Task<AwsJsonAnswer> SendAsync(AwsJsonMessage message, CancellationToken cancellationToken) =>
        InvokeAsync<AwsJsonAnswer>(message, _options, cancellationToken);

    /// <inheritdoc/>
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        pipeline.ReplaceHandler<EndpointResolver>(new Endpoints());
        pipeline.AddHandlerAfter<Marshaller>(new SignatureV4());
    }

    private static InvokeOptions OptionsFor(AwsJsonConfig config) => new()
    {
        RequestMarshaller = new AwsJsonMessage.Marshaller(config.Service),
        ResponseUnmarshaller = new AwsJsonAnswer.Unmarshaller(),
    };

    private sealed class Endpoints : BaseEndpointResolver
    {
        protected override void ServiceSpecificHandler(IExecutionContext executionContext, EndpointParameters parameters)
        {
        }

        protected override EndpointParameters MapEndpointsParameters(IRequestContext requestContext) => new();
    }

    private sealed class SignatureV4 : BaseAuthResolverHandler
    {
        protected override List<IAuthSchemeOption> ResolveAuthOptions(IExecutionContext executionContext) => AuthSchemeOption.DEFAULT_SIGV4;
    }
}
