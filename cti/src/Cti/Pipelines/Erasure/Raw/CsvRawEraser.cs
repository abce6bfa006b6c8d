using System.Text;
using System.Text.Unicode;
using Cti.Records;
using Cti.Records.Erasing;
using Cti.Sources.Csv;

namespace Cti.Pipelines.Erasure.Raw;

/// <summary>Erases persons in CSV records.</summary>
internal sealed class CsvRawEraser : RawEraser
{
    private readonly byte _delimiter;
    private readonly string[] _names;

    public CsvRawEraser(Dataset dataset, string? header, SubjectIndex subjects, Pseudonyms pseudonyms)
        : base(dataset, subjects, pseudonyms)
    {
        CsvLayout? layout = header is null ? null : new CsvHeaderReader(dataset.RawFields, new CsvSourceOptions()).Read(Encoding.UTF8.GetBytes(header + "\n"), final: true, "header").Layout;
        _delimiter = layout?.Dialect.Delimiter ?? (byte)',';

        // Columns that the dataset does not know are told apart by their place.
        _names = layout is null ? [] : [.. layout.Targets.Select((t, i) => t < 0 ? $"column {i + 1}" : dataset.RawFields[t])];
        Declared = dataset.RawFields;
    }

    private IReadOnlyList<string> Declared { get; }

    /// <inheritdoc/>
    protected override bool TryErase(ReadOnlyMemory<byte> raw, long arrivedAt, out byte[]? erased)
    {
        erased = null;
        if (_names.Length == 0 || !Utf8.IsValid(raw.Span) || Split(raw.Span) is not { } fields || fields.Count != _names.Length)
            return false;
        string[] texts = [.. fields];
        arrivedAt = MomentOf(arrivedAt, field => Array.IndexOf(_names, field) is >= 0 and int at ? Unquoted(texts[at]) : null);
        Subject? subject = texts.Select((t, i) => SubjectOf(_names[i], Unquoted(t), arrivedAt)).FirstOrDefault(s => s is not null);
        if (subject is null)
            return true;
        string[] after = [.. texts.Select((t, i) => IsKept(_names[i]) ? t : Quoted(t, Replace(_names[i], Unquoted(t), subject)))];
        if (!after.SequenceEqual(texts))
            erased = Encoding.UTF8.GetBytes(string.Join((char)_delimiter, after));
        return true;
    }

    private bool IsKept(string name) => Declared.Contains(name) && Personal.GetValueOrDefault(name)?.ErasedAs is null;

    /// <summary>The fields as they stand there, quotes included; null where a quote has no end.</summary>
    private List<string>? Split(ReadOnlySpan<byte> raw)
    {
        List<string> fields = [];
        int start = 0;
        bool quoted = false;
        for (int at = 0; at < raw.Length; at++)
        {
            if (raw[at] == '"')
                quoted = !quoted;
            if (quoted || raw[at] != _delimiter)
                continue;
            fields.Add(Encoding.UTF8.GetString(raw[start..at]));
            start = at + 1;
        }

        fields.Add(Encoding.UTF8.GetString(raw[start..]));
        return quoted ? null : fields;
    }

    private static string Unquoted(string field)
    {
        string trimmed = field.Trim();
        return trimmed is ['"', .., '"'] ? trimmed[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : field;
    }

    // Pseudonyms need no quotes; what stays the same stays as it stands there.
    private static string Quoted(string field, string? value) => value is null ? string.Empty : value == Unquoted(field) ? field : value;
}
