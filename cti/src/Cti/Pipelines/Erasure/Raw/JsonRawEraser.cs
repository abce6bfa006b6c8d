using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Cti.Records;
using Cti.Records.Columns;
using Cti.Records.Erasing;

namespace Cti.Pipelines.Erasure.Raw;

/// <summary>Erases persons in JSON records.</summary>
internal sealed class JsonRawEraser(Dataset dataset, JsonForm form, SubjectIndex subjects, Pseudonyms pseudonyms) : RawEraser(dataset, subjects, pseudonyms)
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly HashSet<string> _declared = new(dataset.RawFields.Where(f => !f.EndsWith(".*", StringComparison.Ordinal)), StringComparer.Ordinal);
    private readonly HashSet<string> _open = new(form.OpenFields, StringComparer.Ordinal);

    /// <inheritdoc/>
    protected override bool TryErase(ReadOnlyMemory<byte> raw, long arrivedAt, out byte[]? erased)
    {
        erased = null;
        try
        {
            using JsonDocument document = JsonDocument.Parse(raw);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return false;
            arrivedAt = MomentOf(arrivedAt, field => document.RootElement.TryGetProperty(field, out JsonElement time) && time.ValueKind == JsonValueKind.String ? time.GetString() : null);
            if (Find(document.RootElement, string.Empty, arrivedAt) is not { } subject)
                return true;
            ArrayBufferWriter<byte> bytes = new(raw.Length + 256);
            bool changed = false;
            using (Utf8JsonWriter json = new(bytes, Compact))
                Write(json, document.RootElement, string.Empty, subject, ref changed);
            erased = changed ? bytes.WrittenSpan.ToArray() : null;
            return true;
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            // Broken, or text in it is no UTF-8.
            return false;
        }
    }

    private Subject? Find(JsonElement element, string path, long arrivedAt)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                return element.EnumerateObject().Select(m => Find(m.Value, PathOf(path, m.Name), arrivedAt)).FirstOrDefault(s => s is not null);
            case JsonValueKind.Array:
                return element.EnumerateArray().Select(e => Find(e, path, arrivedAt)).FirstOrDefault(s => s is not null);
            case JsonValueKind.String:
                return SubjectOf(path, element.GetString()!, arrivedAt);
            case JsonValueKind.Number:
                return SubjectOf(path, element.GetRawText(), arrivedAt);
            default:
                return null;
        }
    }

    private void Write(Utf8JsonWriter json, JsonElement element, string path, Subject subject, ref bool changed)
    {
        if (element.ValueKind == JsonValueKind.Object && !_open.Contains(path))
        {
            json.WriteStartObject();
            foreach (JsonProperty member in element.EnumerateObject())
            {
                json.WritePropertyName(member.Name);
                Write(json, member.Value, PathOf(path, member.Name), subject, ref changed);
            }

            json.WriteEndObject();
        }
        else if (_open.Contains(path) || (_declared.Contains(path) && Personal.GetValueOrDefault(path)?.ErasedAs is null))
        {
            element.WriteTo(json);
        }
        else if (element.ValueKind == JsonValueKind.Array)
        {
            json.WriteStartArray();
            foreach (JsonElement item in element.EnumerateArray())
                Write(json, item, path, subject, ref changed);
            json.WriteEndArray();
        }
        else
        {
            WriteErased(json, element, path, subject, ref changed);
        }
    }

    private void WriteErased(Utf8JsonWriter json, JsonElement element, string path, Subject subject, ref bool changed)
    {
        // What is no text keeps no pseudonym, unless the dataset takes the field for text.
        bool isText = element.ValueKind == JsonValueKind.String || (element.ValueKind == JsonValueKind.Number && Personal.GetValueOrDefault(path)?.ErasedAs != ErasedAs.Null && Personal.ContainsKey(path));
        string? before = element.ValueKind == JsonValueKind.String ? element.GetString() : isText ? element.GetRawText() : null;
        string? after = before is null ? null : Replace(path, before, subject);
        changed |= before != after || (!isText && element.ValueKind != JsonValueKind.Null);
        if (after is null)
            json.WriteNullValue();
        else
            json.WriteStringValue(after);
    }

    private static string PathOf(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
