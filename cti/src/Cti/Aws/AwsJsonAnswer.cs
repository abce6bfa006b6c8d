using System.Net;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Transform;

namespace Cti.Aws;

/// <summary>What came back for a call: the JSON as it was sent.</summary>
internal sealed class AwsJsonAnswer : AmazonWebServiceResponse
{
    /// <summary>The document.</summary>
    public byte[] Body { get; init; } = [];

    /// <summary>Reads answers and errors.</summary>
    internal sealed class Unmarshaller : JsonResponseUnmarshaller
    {
        private const int MaxMessage = 1000;

        public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext input) => new AwsJsonAnswer { Body = ReadAll(input.Stream) };

        /// <summary>An error, whatever form it has: gateways answer for a service in HTML, with neither code nor message.</summary>
        public override AmazonServiceException UnmarshallException(JsonUnmarshallerContext input, Exception innerException, HttpStatusCode statusCode)
        {
            byte[] body = ReadAll(input.Stream);
            (string? code, string? message) = Parse(body);
            if (input.ResponseData.IsHeaderPresent("x-amzn-ErrorType"))
                code = input.ResponseData.GetHeaderValue("x-amzn-ErrorType");
            string? request = input.ResponseData.IsHeaderPresent("x-amzn-RequestId") ? input.ResponseData.GetHeaderValue("x-amzn-RequestId") : null;
            message ??= $"an answer with HTTP status {(int)statusCode} and no message";
            ErrorType type = statusCode >= HttpStatusCode.InternalServerError ? ErrorType.Receiver : ErrorType.Sender;
            return new AmazonServiceException(Short(message), innerException, type, NameOf(code), request ?? "", statusCode);
        }

        private static (string? Code, string? Message) Parse(byte[] body)
        {
            try
            {
                using JsonDocument document = JsonDocument.Parse(body);
                return document.RootElement.ValueKind == JsonValueKind.Object
                    ? (TextOf(document.RootElement, "__type") ?? TextOf(document.RootElement, "code"), TextOf(document.RootElement, "message") ?? TextOf(document.RootElement, "Message"))
                    : (null, null);
            }
            catch (JsonException)
            {
                return (null, null);
            }
        }

        private static string? TextOf(JsonElement element, string name) =>
            element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

        // "com.amazon.x#ThrottlingException:http://…" is a ThrottlingException.
        private static string NameOf(string? code) => code is null ? "" : code.Split(':')[0].Split('#')[^1];

        private static string Short(string message) => message.Length <= MaxMessage ? message : message[..MaxMessage] + "…";

        private static byte[] ReadAll(Stream stream)
        {
            using MemoryStream content = new();
            stream.CopyTo(content);
            return content.ToArray();
        }
    }
}
