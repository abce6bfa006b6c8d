using System.Globalization;
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

    /// <summary>The field as a calendar date; null where empty, or where it is none (then that is noted).</summary>
    public DateOnly? Date(int field)
    {
        if (Trimmed(field) is not { } text)
            return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date))
            return date;
        Fail(field, "invalid_date", $"Field {fields[field]} is no date as YYYY-MM-DD");
        return null;
    }

    /// <summary>The field as an amount of money; null where empty, or where it is none with at most two decimals (then that is noted).</summary>
    public decimal? Money(int field)
    {
        if (Trimmed(field) is not { } text)
            return null;
        if (MoneyRule.TryParse(text, out decimal amount))
            return amount;
        Fail(field, "invalid_money", $"Field {fields[field]} is not {MoneyRule.Expected}");
        return null;
    }

    /// <summary>The field as a whole number of 32 bits; null where empty, or where it is none (then that is noted).</summary>
    public int? Whole(int field)
    {
        if (Trimmed(field) is not { } text)
            return null;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number))
            return number;
        Fail(field, "invalid_number", $"Field {fields[field]} is no whole number");
        return null;
    }

    /// <summary>The field as a finite number; null where empty, or where it is none (then that is noted).</summary>
    public double? Ratio(int field)
    {
        if (Trimmed(field) is not { } text)
            return null;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double ratio) && double.IsFinite(ratio))
            return ratio;
        Fail(field, "invalid_number", $"Field {fields[field]} is no number");
        return null;
    }

    /// <summary>Notes that a field could not be parsed.</summary>
    public void Fail(int field, string code, string message)
    {
        Failures.Add(new RecordFailure(fields[field], code, message, RecordFailure.Shown(values[field])));
    }
}
