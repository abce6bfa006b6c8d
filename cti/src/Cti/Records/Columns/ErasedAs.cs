namespace Cti.Records.Columns;

/// <summary>What takes the place of a personal value when its person is erased.</summary>
public enum ErasedAs
{
    /// <summary>Text: <c>erased-</c> and 16 hexadecimal digits of a keyed hash; in a JSON column an object that holds it.</summary>
    Pseudonym,

    /// <summary>An e-mail address under <c>erased.invalid</c>.</summary>
    EmailPseudonym,

    /// <summary>NULL.</summary>
    Null,

    /// <summary>Itself: it is a keyed hash already.</summary>
    KeyedHash,
}
