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
            if (line.Span.IndexOfAnyExcept(" \t\r"u8) < 0)
                continue;
            bytes += line.Length;
            if (bytes > maxBytes)
                throw CtiException.Usage("read", $"{info.Uri} holds more than {maxBytes} bytes of corrected rows, the eighth of --memory; replay with more memory.");
            rows.Add(line, number);
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
            string source = row.GetProperty("source").GetString() ?? throw new FormatException("source is null.");
            long at = row.GetProperty("line").GetInt64();
            long offset = row.TryGetProperty("offset", out JsonElement given) ? given.GetInt64() : AnyOffset;
            Entry entry = new(RawOf(row), number);
            if (_entries.TryGetValue((source, at, offset), out Entry? first))
                _faults.Add($"line {number}: {source}, line {at}, is corrected in line {first.Number} already");
            else
                _entries.Add((source, at, offset), entry);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            _faults.Add($"line {number} is no corrected row ({failure.Message.TrimEnd('.')}): expected are source, line and raw");
        }
    }

    // A record that is JSON may stand there as such: nobody likes to escape quotes by hand.
    private static byte[] RawOf(JsonElement row)
    {
        JsonElement raw = row.GetProperty("raw");
        if (raw.ValueKind == JsonValueKind.Object)
            return Encoding.UTF8.GetBytes(raw.GetRawText());
        bool isBase64 = row.TryGetProperty("encoding", out JsonElement encoding) && encoding.GetString() == "base64";
        return isBase64 ? raw.GetBytesFromBase64() : Encoding.UTF8.GetBytes(raw.GetString() ?? throw new FormatException("raw is null."));
    }

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
