using System.Text.Json;

namespace Cti.RedshiftSimulator;

/// <summary>The members of a request, with the errors the API gives for those of another form.</summary>
internal sealed class RequestBody
{
    private readonly JsonElement _root;

    private RequestBody(JsonElement root) => _root = root;

    /// <summary>Reads a body.</summary>
    /// <exception cref="DataApiException">SerializationException: no JSON object.</exception>
    public static RequestBody Parse(byte[] bytes)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes);
            return document.RootElement.ValueKind == JsonValueKind.Object ? new RequestBody(document.RootElement.Clone()) : throw Malformed("an object is expected");
        }
        catch (JsonException e)
        {
            throw Malformed(e.Message);
        }
    }

    /// <summary>Whether a member is there, and not null.</summary>
    public bool Has(string member) => _root.TryGetProperty(member, out JsonElement value) && value.ValueKind != JsonValueKind.Null;

    /// <summary>A text, or null where there is none.</summary>
    public string? Text(string member, int min, int max)
    {
        if (!Has(member))
            return null;
        JsonElement value = _root.GetProperty(member);
        string text = value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Malformed($"{member} must be a string");
        return text.Length >= min && text.Length <= max ? text : throw DataApiException.Validation(
            $"1 validation error detected: Value at '{Camel(member)}' failed to satisfy constraint: Member must have length less than or equal to {max}, greater than or equal to {min}");
    }

    /// <summary>A text that has to be there.</summary>
    public string Required(string member, int min, int max) => Text(member, min, max) ?? throw Missing(member);

    /// <summary>A list of texts that has to be there.</summary>
    public IReadOnlyList<string> Texts(string member)
    {
        if (!Has(member))
            throw Missing(member);
        JsonElement value = _root.GetProperty(member);
        return value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(e => e.ValueKind == JsonValueKind.String)
            ? [.. value.EnumerateArray().Select(e => e.GetString()!)]
            : throw Malformed($"{member} must be a list of strings");
    }

    /// <summary>An integer, or null where there is none.</summary>
    public int? Integer(string member, int min, int max)
    {
        if (!Has(member))
            return null;
        if (_root.GetProperty(member).ValueKind != JsonValueKind.Number || !_root.GetProperty(member).TryGetInt32(out int value))
            throw Malformed($"{member} must be an integer");
        return value >= min && value <= max ? value : throw DataApiException.Validation(
            $"1 validation error detected: Value '{value}' at '{Camel(member)}' failed to satisfy constraint: Member must have value less than or equal to {max}, greater than or equal to {min}");
    }

    private static DataApiException Missing(string member) => DataApiException.Validation(
        $"1 validation error detected: Value null at '{Camel(member)}' failed to satisfy constraint: Member must not be null");

    private static DataApiException Malformed(string why) => new(400, "SerializationException", $"The request cannot be read: {why}.");

    private static string Camel(string member) => char.ToLowerInvariant(member[0]) + member[1..];
}
