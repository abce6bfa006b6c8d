using System.Buffers.Binary;

namespace Cti.Parquet.Metadata;

/// <summary>The sort order of a type over values in their PLAIN form without length: the order that statistics promise.</summary>
internal static class ValueOrder
{
    /// <summary>Negative, zero or positive as <paramref name="left"/> sorts before, with or after <paramref name="right"/>.</summary>
    public static int Compare(ParquetType type, ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => type switch
    {
        ParquetType.Utf8 => left.SequenceCompareTo(right),
        ParquetType.Boolean => left[0].CompareTo(right[0]),
        ParquetType.Int32 or ParquetType.Date => BinaryPrimitives.ReadInt32LittleEndian(left).CompareTo(BinaryPrimitives.ReadInt32LittleEndian(right)),
        ParquetType.Double => BinaryPrimitives.ReadDoubleLittleEndian(left).CompareTo(BinaryPrimitives.ReadDoubleLittleEndian(right)),
        _ => BinaryPrimitives.ReadInt64LittleEndian(left).CompareTo(BinaryPrimitives.ReadInt64LittleEndian(right)),
    };
}
