using System.Text.Json;

namespace Cti.Pipelines.Erasure.Raw;

/// <summary>Id and address of a raw customer, as far as it can be read.</summary>
/// <param name="Id">The id; null where there is none.</param>
/// <param name="Email">The address; null where there is none.</param>
internal sealed record RawCustomer(string? Id, string? Email)
{
    /// <summary>Reads one; null where it is no JSON object.</summary>
    public static RawCustomer? Read(ReadOnlyMemory<byte> raw)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(raw);
            return document.RootElement.ValueKind == JsonValueKind.Object ? new RawCustomer(TextOf(document.RootElement, "id"), TextOf(document.RootElement, "email")) : null;
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? TextOf(JsonElement customer, string name) => !customer.TryGetProperty(name, out JsonElement value) ? null : value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    };
}
