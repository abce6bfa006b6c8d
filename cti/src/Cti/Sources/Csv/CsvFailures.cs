using Cti.Records;

namespace Cti.Sources.Csv;

/// <summary>Why a row could not be read: the codes of the quarantine.</summary>
internal static class CsvFailures
{
    /// <summary>Not as many fields as the header has.</summary>
    public const string RaggedRow = "ragged_row";

    /// <summary>A quote is opened and not properly closed.</summary>
    public const string UnterminatedQuote = "unterminated_quote";

    /// <summary>Bytes that are no UTF-8.</summary>
    public const string InvalidUtf8 = "invalid_utf8";

    /// <summary>A NUL byte.</summary>
    public const string NulByte = "nul_byte";

    /// <summary>A field longer than allowed.</summary>
    public const string FieldTooLong = "field_too_long";

    /// <summary>The row has <paramref name="found"/> fields, the header <paramref name="expected"/>.</summary>
    public static RecordFailure Ragged(int found, int expected) =>
        new(null, RaggedRow, $"The row has {found} {(found == 1 ? "field" : "fields")}, expected are {expected} as in the header.", null);

    /// <summary>The line ends inside quotes.</summary>
    public static RecordFailure Unterminated(int maxFieldBytes) =>
        new(null, UnterminatedQuote, $"A quote is opened in this line, but no field that is closed within {maxFieldBytes} bytes and fits the header comes of it.", null);

    /// <summary>The row is no UTF-8.</summary>
    public static RecordFailure NotUtf8(int at) => new(null, InvalidUtf8, $"The row is no valid UTF-8 from its byte {at} on.", null);

    /// <summary>The row holds a NUL.</summary>
    public static RecordFailure Nul(int at) => new(null, NulByte, $"The row holds a NUL byte, its byte {at}.", null);

    /// <summary>A field is too long.</summary>
    public static RecordFailure TooLong(string? field, int length, int maxFieldBytes) =>
        new(field, FieldTooLong, $"The field has {length} bytes, allowed are {maxFieldBytes}.", null);
}
