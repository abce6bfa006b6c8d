using System.Text;
using Cti.Records.Batches;

namespace Cti.Quality.Validation;

/// <summary>Single values put into columns, outside the fast path.</summary>
internal static class RowValue
{
    /// <summary>Sets one row of a column and gives what the value adds to the row's content hash.</summary>
    public static ulong Set(ColumnVector column, int row, object? value, ulong salt)
    {
        switch (column, value)
        {
            case (TextColumn text, string characters):
                byte[] bytes = Encoding.UTF8.GetBytes(characters);
                text.Replace(row, bytes);
                return ContentHash.Of(bytes, salt);
            case (TextColumn text, null):
                text.ReplaceByNull(row);
                return ContentHash.OfNull(salt);
            case (Int64Column numbers, long number):
                numbers.Set(row, number);
                return ContentHash.Of(number, salt);
            case (Int64Column numbers, double ratio):
                return Set(numbers, row, BitConverter.DoubleToInt64Bits(ratio), salt);
            case (Int64Column numbers, null):
                numbers.SetNull(row);
                return ContentHash.OfNull(salt);
            default:
                throw new InvalidOperationException($"A {column.GetType().Name} can't hold a {value?.GetType().Name}.");
        }
    }
}
