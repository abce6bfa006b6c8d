using Cti.Records.Forms;

namespace Cti.Records;

/// <summary>The fields of one raw record as text, for parsing; gathers what can't be parsed.</summary>
/// <param name="fields">The fields' names.</param>
/// <param name="values">Their raw texts, null where missing.</param>
public sealed class RawText(IReadOnlyList<string> fields, IReadOnlyList<string?> values)
{
    /// <summary>What could not be parsed.</summary>
    public List<RecordFailure> Failures { get; } = [];

    /// <summary>The field's text trimmed; null where nothing is left.</summary>
    public string? Trimmed(int field)
    {
        string? text = values[field]?.Trim();
        return string.IsNullOrEmpty(text) ? null : text;
    }

    /// <summary>The field's text trimmed, in lower case; null where nothing is left.</summary>
    public string? Lower(int field) => Trimmed(field)?.ToLowerInvariant();

    /// <summary>The field's text as it came.</summary>
    public string? Exact(int field) => values[field];

    /// <summary>The field as a moment in UTC; null where empty, or where it is none (then that is noted).</summary>
    public DateTime? Timestamp(int field)
    {
        if (Trimmed(field) is not { } text)
            return null;
        if (TimestampRule.TryParse(text, out DateTime utc))
            return utc;
        Fail(field, "invalid_timestamp", $"Field {fields[field]} is not {TimestampRule.Expected}");
        return null;
    }

    /// <summary>Notes that a field could not be parsed.</summary>
    public void Fail(int field, string code, string message)
    {
        Failures.Add(new RecordFailure(fields[field], code, message, RecordFailure.Shown(values[field])));
    }
}
