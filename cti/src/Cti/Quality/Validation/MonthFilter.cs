using System.Runtime.CompilerServices;
using Cti.Records.Batches;

namespace Cti.Quality.Validation;

/// <summary>Marks the rows of other months as filtered; rows without a time belong to no month.</summary>
internal static class MonthFilter
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply(RecordBatch batch, int column, MonthRange month)
    {
        Int64Column times = (Int64Column)batch.Columns[column];
        ulong length = (ulong)(month.To - month.From);
        for (int row = 0; row < batch.RowCount; row++)
        {
            bool inside = (ulong)(times.Values[row] - month.From) < length && times.Nulls[row] == 0;
            if (!inside && batch.States[row] == RowState.Kept)
                batch.States[row] = RowState.Filtered;
        }
    }
}
