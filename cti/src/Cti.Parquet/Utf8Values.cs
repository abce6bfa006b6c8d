using Cti.Parquet.Encodings;

namespace Cti.Parquet;

/// <summary>Text values that stand anywhere in a byte array, in any order, overlapping or not.</summary>
/// <remarks>Sources with at least 64 unused bytes after the last value are copied fastest.</remarks>
public sealed class Utf8Values : ColumnValues
{
    /// <summary>Takes the slices.</summary>
    /// <param name="data">Holds the values; valid UTF-8 (not checked).</param>
    /// <param name="starts">Where each value starts in <paramref name="data"/>.</param>
    /// <param name="lengths">Bytes of each value; -1: NULL.</param>
    /// <param name="count">Rows.</param>
    public Utf8Values(byte[] data, int[] starts, int[] lengths, int count)
        : base(count, Math.Min(starts.Length, lengths.Length))
    {
        ArgumentNullException.ThrowIfNull(data);
        Data = data;
        Starts = starts;
        Lengths = lengths;
    }

    /// <summary>Holds the values.</summary>
    public byte[] Data { get; }

    /// <summary>Where each value starts.</summary>
    public int[] Starts { get; }

    /// <summary>Bytes of each value; -1: NULL.</summary>
    public int[] Lengths { get; }

    internal override void Describe(Presence presence) => presence.FromSigns(Lengths.AsSpan(0, Count));
}
