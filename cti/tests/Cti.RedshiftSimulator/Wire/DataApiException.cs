using System.Text.Json.Nodes;

namespace Cti.RedshiftSimulator;

/// <summary>A call that is answered by an error of the API.</summary>
internal sealed class DataApiException(int status, string code, string message) : Exception(message)
{
    /// <summary>HTTP status.</summary>
    public int Status { get; } = status;

    /// <summary>The error's name.</summary>
    public string Code { get; } = code;

    /// <summary>The statement that it is about, where the error has such a member.</summary>
    public string? ResourceId { get; init; }

    /// <summary>The request does not hold to the API's rules.</summary>
    public static DataApiException Validation(string message) => new(400, "ValidationException", message);

    /// <summary>There is no such statement or result.</summary>
    public static DataApiException NotFound(string message, string id) => new(400, "ResourceNotFoundException", message) { ResourceId = id };

    /// <summary>The answer's body. Errors of the service's model write their text with a capital; those of the gateway before it do not.</summary>
    public JsonObject ToJson()
    {
        bool modelled = Status != 403 && Code is not ("ThrottlingException" or "SerializationException" or "UnknownOperationException");
        JsonObject body = new() { ["__type"] = Code, [modelled ? "Message" : "message"] = Message };
        if (ResourceId is not null)
            body[nameof(ResourceId)] = ResourceId;
        return body;
    }
}
