using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace Cti.Aws;

/// <summary>A call on its way through the SDK's pipeline: any operation with any body.</summary>
/// <param name="operation">The operation's name.</param>
/// <param name="body">The JSON to send.</param>
internal sealed class AwsJsonMessage(string operation, ReadOnlyMemory<byte> body) : AmazonWebServiceRequest
{
    /// <summary>The operation's name.</summary>
    public string Operation => operation;

    /// <summary>The JSON to send.</summary>
    public ReadOnlyMemory<byte> Body => body;

    /// <summary>Puts it into the form that is signed and sent.</summary>
    internal sealed class Marshaller(AwsJsonService service) : IMarshaller<IRequest, AmazonWebServiceRequest>
    {
        public IRequest Marshall(AmazonWebServiceRequest input)
        {
            AwsJsonMessage message = (AwsJsonMessage)input;
            DefaultRequest request = new(message, service.ServiceId)
            {
                HttpMethod = "POST",
                ResourcePath = "/",
                Content = message.Body.ToArray(),
            };
            request.Headers["X-Amz-Target"] = service.TargetPrefix + "." + message.Operation;
            request.Headers["Content-Type"] = "application/x-amz-json-1.1";
            request.Headers["X-Amz-Api-Version"] = service.Version;
            return request;
        }
    }
}
