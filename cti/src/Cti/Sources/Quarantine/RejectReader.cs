using System.Runtime.CompilerServices;
using System.Text.Json;
using Cti.Failures;
using Cti.ObjectStores;
using Cti.Records;

namespace Cti.Sources.Quarantine;

/// <summary>Reads the files of a quarantine, one reject at a time.</summary>
/// <param name="store">Where they are.</param>
public sealed class RejectReader(IObjectStore store)
{
    /// <summary>The rejects of a file, in order.</summary>
    /// <exception cref="CtiException">Usage: the file is damaged or holds something else; else what the store fails with.</exception>
    public async IAsyncEnumerable<Reject> ReadAsync(ObjectInfo part, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(part);
        long number = 0;
        await foreach (ReadOnlyMemory<byte> line in ObjectLines.ReadAsync(store, part, cancellationToken).ConfigureAwait(false))
        {
            number++;
            yield return Parse(line.Span, part.Uri, number);
        }
    }

    internal static Reject Parse(ReadOnlySpan<byte> line, string uri, long number)
    {
        try
        {
            Utf8JsonReader json = new(line);
            return Read(ref json) ?? throw new JsonException("source, line, offset, raw and errors are expected.");
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or FormatException)
        {
            throw CtiException.Usage("read", $"{uri}: the line {number} is no reject of a run: {failure.Message} Give a folder of rejects as a run wrote it.", failure);
        }
    }

    private static Reject? Read(ref Utf8JsonReader json)
    {
        string? source = null;
        long line = 0;
        long offset = -1;
        byte[]? raw = null;
        bool isText = true;
        List<RecordFailure>? failures = null;
        Enter(ref json, JsonTokenType.StartObject);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            string name = json.GetString()!;
            json.Read();
            switch (name)
            {
                case "source": source = json.GetString(); break;
                case "line": line = json.GetInt64(); break;
                case "offset": offset = json.GetInt64(); break;
                case "raw": raw = TextOf(ref json); break;
                case "encoding": isText = false; break;
                case "errors": failures = ReadFailures(ref json); break;
                default: json.Skip(); break;
            }
        }

        if (source is null || raw is null || failures is null || line < 1 || offset < 0)
            return null;
        return new Reject(source, line, offset, isText ? raw : Convert.FromBase64String(System.Text.Encoding.ASCII.GetString(raw)), isText, failures);
    }

    private static byte[] TextOf(ref Utf8JsonReader json)
    {
        byte[] text = new byte[json.ValueSpan.Length];
        int length = json.CopyString(text);
        return length == text.Length ? text : text[..length];
    }

    private static List<RecordFailure> ReadFailures(ref Utf8JsonReader json)
    {
        List<RecordFailure> failures = [];
        if (json.TokenType != JsonTokenType.StartArray)
            throw new JsonException("errors is no list.");
        while (json.Read() && json.TokenType == JsonTokenType.StartObject)
            failures.Add(ReadFailure(ref json));
        return failures;
    }

    private static RecordFailure ReadFailure(ref Utf8JsonReader json)
    {
        string? field = null;
        string code = string.Empty;
        string message = string.Empty;
        string? value = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            string name = json.GetString()!;
            json.Read();
            switch (name)
            {
                case "field": field = json.GetString(); break;
                case "code": code = json.GetString() ?? code; break;
                case "message": message = json.GetString() ?? message; break;
                case "value": value = json.GetString(); break;
                default: json.Skip(); break;
            }
        }

        return new RecordFailure(field, code, message, value);
    }

    private static void Enter(ref Utf8JsonReader json, JsonTokenType expected)
    {
        if (!json.Read() || json.TokenType != expected)
            throw new JsonException("it is no object.");
    }
}
