using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Cti.Failures;
using Cti.ObjectStores;

namespace Cti.Sources.Quarantine;

/// <summary>Rejected rows as a person corrected them: JSON lines with <c>source</c>, <c>line</c> and <c>raw</c>, as the quarantine's own lines have them.</summary>
/// <remarks>Where a line of a source holds several records, <c>offset</c> tells them apart. Held in memory.</remarks>
public sealed class FixedRows
{
    private const long AnyOffset = -1;
    private const int MostNamed = 10;
    private readonly Dictionary<(string Source, long Line, long Offset), Entry> _entries = [];
    private readonly string _uri;
    private readonly List<string> _faults = [];

    private FixedRows(string uri) => _uri = uri;

    /// <summary>SHA-256 of the lines, lower-case hexadecimal.</summary>
    public string Digest { get; private set; } = string.Empty;

    /// <summary>Reads a file of corrected rows, plain or gzip.</summary>
    /// <param name="store">Where it is.</param>
    /// <param name="info">The file.</param>
    /// <param name="maxBytes">How much of them may be held.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="CtiException">Usage: a line is no corrected row, a row is there twice, or there are too many.</exception>
    public static async Task<FixedRows> ReadAsync(IObjectStore store, ObjectInfo info, long maxBytes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(info);
        FixedRows rows = new(info.Uri);
        using IncrementalHash digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long number = 0;
        long bytes = 0;
        await foreach (ReadOnlyMemory<byte> line in ObjectLines.ReadAsync(store, info, cancellationToken).ConfigureAwait(false))
        {
            number++;
            digest.AppendData(line.Span);
            digest.AppendData("\n"u8);

            // Some editors put a byte order mark before the first line.
            ReadOnlyMemory<byte> row = number == 1 && line.Span.StartsWith("\uFEFF"u8) ? line["\uFEFF"u8.Length..] : line;
            if (row.Span.IndexOfAnyExcept(" \t\r"u8) < 0)
                continue;
            bytes += row.Length;
            if (bytes > maxBytes)
                throw CtiException.Usage("read", $"{info.Uri} holds more than {maxBytes} bytes of corrected rows, the eighth of --memory; replay with more memory.");
            rows.Add(row, number);
        }

        rows.ThrowFaults();
        rows.Digest = Convert.ToHexStringLower(digest.GetHashAndReset());
        return rows;
    }

    /// <summary>The bytes that take a reject's place; null where it is as it was.</summary>
    public ReadOnlyMemory<byte>? Find(Reject reject) => EntryOf(reject)?.Raw;

    /// <summary>Notes that a reject is there, so that <see cref="CheckMatches"/> can tell which rows correct nothing.</summary>
    public void Note(Reject reject)
    {
        if (EntryOf(reject) is { } entry)
            entry.Matches++;
    }

    /// <summary>Makes sure that each row corrects exactly one reject.</summary>
    /// <exception cref="CtiException">Usage: names those that do not.</exception>
    public void CheckMatches()
    {
        foreach (((string source, long line, _), Entry entry) in _entries.OrderBy(e => e.Value.Number))
        {
            if (entry.Matches == 0)
                _faults.Add($"line {entry.Number}: {source}, line {line}, was not rejected by this run");
            else if (entry.Matches > 1)
                _faults.Add($"line {entry.Number}: {source}, line {line}, holds {entry.Matches} rejected records: give the offset too");
        }

        ThrowFaults();
    }

    private Entry? EntryOf(Reject reject)
    {
        ArgumentNullException.ThrowIfNull(reject);
        return _entries.GetValueOrDefault((reject.Source, reject.Line, reject.Offset)) ?? _entries.GetValueOrDefault((reject.Source, reject.Line, AnyOffset));
    }

    private void Add(ReadOnlyMemory<byte> line, long number)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement row = document.RootElement;
            if (row.ValueKind != JsonValueKind.Object)
                throw new FormatException("it is no JSON object");
            string source = Member(row, "source") is { ValueKind: JsonValueKind.String } name ? name.GetString()! : throw new FormatException("source is no text");
            long at = WholeOf(row, "line");
            long offset = row.TryGetProperty("offset", out _) ? WholeOf(row, "offset") : AnyOffset;
            Entry entry = new(RawOf(row), number);
            if (_entries.TryGetValue((source, at, offset), out Entry? first))
                _faults.Add($"line {number}: {source}, line {at}, is corrected in line {first.Number} already");
            else
                _entries.Add((source, at, offset), entry);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or FormatException)
        {
            _faults.Add($"line {number} is no corrected row ({failure.Message.TrimEnd('.')}): expected are source, line and raw");
        }
    }

    // A record that is JSON may stand there as such: nobody likes to escape quotes by hand.
    private static byte[] RawOf(JsonElement row)
    {
        JsonElement raw = Member(row, "raw");
        if (raw.ValueKind == JsonValueKind.Object)
            return Encoding.UTF8.GetBytes(raw.GetRawText());
        if (raw.ValueKind != JsonValueKind.String)
            throw new FormatException("raw is neither text nor an object");
        bool isBase64 = row.TryGetProperty("encoding", out JsonElement encoding) && encoding.ValueKind == JsonValueKind.String && encoding.ValueEquals("base64"u8);
        if (!isBase64)
            return Encoding.UTF8.GetBytes(raw.GetString()!);
        return raw.TryGetBytesFromBase64(out byte[]? bytes) ? bytes : throw new FormatException("raw is no base64, which encoding says");
    }

    private static JsonElement Member(JsonElement row, string name) => row.TryGetProperty(name, out JsonElement value) ? value : throw new FormatException($"{name} is missing");

    private static long WholeOf(JsonElement row, string name) =>
        Member(row, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out long number) ? number : throw new FormatException($"{name} is no whole number");

    private void ThrowFaults()
    {
        if (_faults.Count == 0)
            return;
        string more = _faults.Count > MostNamed ? $"; and {_faults.Count - MostNamed} more" : string.Empty;
        throw CtiException.Usage("read", $"{_uri}: {string.Join("; ", _faults.Take(MostNamed))}{more}.");
    }

    private sealed record Entry(ReadOnlyMemory<byte> Raw, long Number)
    {
        public int Matches { get; set; }
    }
}
