namespace Cti.Generator.Events;

/// <summary>How an event is written; what it says in normal form stays the same.</summary>
[Flags]
internal enum EventStyle : ushort
{
    /// <summary>As most rows are: lower-case id and e-mail, a date alone at midnight, tags in Python's notation.</summary>
    Usual = 0,

    /// <summary>Upper-case id.</summary>
    UpperId = 1,

    /// <summary>Upper-case e-mail.</summary>
    UpperEmail = 2,

    /// <summary>Upper-case country (letters of ASCII) and action.</summary>
    UpperNames = 4,

    /// <summary>Spaces around the fields.</summary>
    Padded = 8,

    /// <summary>Midnight written out.</summary>
    WrittenMidnight = 16,

    /// <summary>A <c>T</c> between date and time.</summary>
    TimeByLetter = 32,

    /// <summary>A <c>Z</c> after the time.</summary>
    Zulu = 64,

    /// <summary>Tags as a JSON array.</summary>
    JsonTags = 128,

    /// <summary>Tags separated by commas; JSON where that could not be read back.</summary>
    CommaTags = 256,

    /// <summary>Quotes around fields that need none.</summary>
    NeedlessQuotes = 512,

    /// <summary>An IPv6 address in upper case with all its zeros.</summary>
    LongIpv6 = 1024,

    /// <summary>All six decimals of a second.</summary>
    SixDecimals = 2048,

    /// <summary>Only case and spaces: what any engine's <c>trim</c> and <c>lower</c> undo.</summary>
    CaseAndSpaces = UpperId | UpperEmail | UpperNames | Padded,

    /// <summary>Whatever there is.</summary>
    Any = CaseAndSpaces | WrittenMidnight | TimeByLetter | Zulu | JsonTags | CommaTags | NeedlessQuotes | LongIpv6 | SixDecimals,
}
