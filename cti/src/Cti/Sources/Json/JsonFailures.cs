using Cti.Records;

namespace Cti.Sources.Json;

/// <summary>Why a record could not be read: the codes of the quarantine.</summary>
internal static class JsonFailures
{
    /// <summary>Not JSON, or no object.</summary>
    public static RecordFailure Invalid(string reason) => new(null, "invalid_json", $"The record is no valid JSON object: {reason}", null);

    /// <summary>Longer than an object may be.</summary>
    public static RecordFailure TooLong(int length, int maxBytes) => new(null, "record_too_long", $"The record has {length} bytes, allowed are {maxBytes}.", null);

    /// <summary>Nested deeper than an object may be.</summary>
    public static RecordFailure TooDeep(int maxDepth) => new(null, "too_deep", $"The record nests objects and lists more than {maxDepth} deep.", null);

    /// <summary>Bytes that are no UTF-8.</summary>
    public static RecordFailure NotUtf8(int at) => new(null, "invalid_utf8", $"The record is no valid UTF-8 from its byte {at} on.", null);

    /// <summary>An escape that is half a character.</summary>
    public static RecordFailure HalfCharacter(string field) => new(field, "invalid_unicode", $"Field {field} holds half of an escaped character (a surrogate without the other)", null);

    /// <summary>A NUL, which no warehouse's text takes.</summary>
    public static RecordFailure Nul(string field) => new(field, "nul_byte", $"Field {field} holds a NUL character", null);

    /// <summary>The same member twice in one object.</summary>
    public static RecordFailure Duplicate(string field) => new(field, "duplicate_field", $"Field {field} is given more than once", null);

    /// <summary>An object or a list where a single value belongs.</summary>
    public static RecordFailure NoSingleValue(string field) => new(field, "unexpected_structure", $"Field {field} is an object or a list, expected is a single value", null);

    /// <summary>Something else where an object belongs.</summary>
    public static RecordFailure NoObject(string field) => new(field, "unexpected_structure", $"Field {field} is no object", null);
}
