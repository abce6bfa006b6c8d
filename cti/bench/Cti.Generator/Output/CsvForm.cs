namespace Cti.Generator.Output;

/// <summary>How the file looks, beside what it says: none of this changes the truth.</summary>
public sealed record CsvForm
{
    /// <summary>Lines end with CR LF instead of LF.</summary>
    public bool Crlf { get; init; }

    /// <summary>Every field is quoted, not only those that need it.</summary>
    public bool QuoteAll { get; init; }

    /// <summary>The file is gzip. Its bytes may differ between versions of .NET; what is in it does not.</summary>
    public bool Gzip { get; init; }

    /// <summary>The file begins with a UTF-8 byte order mark.</summary>
    public bool Bom { get; init; }

    /// <summary>The last line has no line break.</summary>
    public bool NoFinalNewline { get; init; }
}
