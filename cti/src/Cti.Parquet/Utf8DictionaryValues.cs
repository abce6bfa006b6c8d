using Cti.Parquet.Encodings;

namespace Cti.Parquet;

/// <summary>Text values as codes into a dictionary that the caller has built already.</summary>
/// <remarks>Entries that no row uses are left out of the file; the others are written in the order of their first use.</remarks>
public sealed class Utf8DictionaryValues : ColumnValues
{
    /// <summary>Takes the codes.</summary>
    /// <param name="dictionary">The distinct values, none of them NULL.</param>
    /// <param name="codes">Index into the dictionary of each row; -1: NULL.</param>
    /// <param name="count">Rows.</param>
    public Utf8DictionaryValues(Utf8Values dictionary, int[] codes, int count)
        : base(count, codes.Length)
    {
        ArgumentNullException.ThrowIfNull(dictionary);
        Dictionary = dictionary;
        Codes = codes;
    }

    /// <summary>The distinct values.</summary>
    public Utf8Values Dictionary { get; }

    /// <summary>Index into the dictionary of each row; -1: NULL.</summary>
    public int[] Codes { get; }

    internal override void Describe(Presence presence) => presence.FromSigns(Codes.AsSpan(0, Count));
}
