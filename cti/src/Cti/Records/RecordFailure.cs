namespace Cti.Records;

/// <summary>One reason why a record was rejected. Bad data is this value, never an exception.</summary>
/// <param name="Field">The field as the source names it, or null where the record as a whole is at fault.</param>
/// <param name="Code">Stable, for machines: <c>required</c>, <c>too_long</c>, <c>invalid_email</c>, <c>ragged_row</c>…</param>
/// <param name="Message">For people, one sentence.</param>
/// <param name="Value">What was found, at most 256 characters; null where there was nothing.</param>
public readonly record struct RecordFailure(string? Field, string Code, string Message, string? Value)
{
    private const int ShownCharacters = 256;

    /// <summary>A value as a failure shows it: at most 256 characters, no half surrogate pair at the end.</summary>
    public static string? Shown(string? value)
    {
        if (value is not { Length: > ShownCharacters })
            return value;
        int length = char.IsHighSurrogate(value[ShownCharacters - 1]) ? ShownCharacters - 1 : ShownCharacters;
        return value[..length];
    }
}
