using System.Text;
using Cti.Records.Batches;

namespace Cti.Records.Erasing;

/// <summary>Erases rows of batches of one table. Thread-safe.</summary>
/// <param name="eraser">Knows the table and the persons.</param>
public sealed class BatchEraser(TableEraser eraser)
{
    /// <summary>Erases every row that is about a person who is erased.</summary>
    /// <param name="batch">Of the eraser's table.</param>
    /// <param name="arrivalOf">When a row's object arrived, for tables that have no column for it: then the row's own time counts where it is earlier.</param>
    /// <returns>The rows found.</returns>
    public int Erase(RecordBatch batch, Func<int, long> arrivalOf)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(arrivalOf);
        int found = 0;
        for (int row = 0; row < batch.RowCount; row++)
        {
            long arrived = ArrivalOf(batch, row, arrivalOf);

            // Looking a person up is costly where addresses are hashed: not for rows that come after all requests.
            if (arrived > eraser.LatestRequest || eraser.SubjectOf(TextOf(batch, eraser.CustomerColumn, row), TextOf(batch, eraser.EmailColumn, row), arrived) is not { } subject)
                continue;
            Erase(batch, row, subject);
            found++;
        }

        return found;
    }

    /// <summary>Erases one row.</summary>
    public void Erase(RecordBatch batch, int row, Subject subject)
    {
        ArgumentNullException.ThrowIfNull(batch);
        // All are computed before the first is put in place: one may follow from another.
        string?[] values = [.. eraser.Changed.Select(column => eraser.Replace(column, subject, c => ShownOf(batch, c, row)))];
        foreach ((int i, string? value) in values.Index())
        {
            switch (batch.Columns[eraser.Changed[i]])
            {
                case TextColumn text when value is null:
                    text.ReplaceByNull(row);
                    break;
                case TextColumn text:
                    text.Replace(row, Encoding.UTF8.GetBytes(value));
                    break;
                case Int64Column number:
                    number.SetNull(row);
                    break;
            }
        }
    }

    private long ArrivalOf(RecordBatch batch, int row, Func<int, long> arrivalOf)
    {
        if (eraser.ArrivalColumn >= 0)
            return ((Int64Column)batch.Columns[eraser.ArrivalColumn]).Values[row];
        return eraser.MomentColumn >= 0 && batch.Columns[eraser.MomentColumn] is Int64Column moments && moments.Nulls[row] == 0
            ? Math.Min(arrivalOf(row), moments.Values[row])
            : arrivalOf(row);
    }

    private static string? TextOf(RecordBatch batch, int column, int row) =>
        column < 0 || batch.Columns[column] is not TextColumn text || text.IsNull(row) ? null : Encoding.UTF8.GetString(text.ValueAt(row));

    private static string? ShownOf(RecordBatch batch, int column, int row) =>
        batch.Columns[column] is Int64Column number ? (number.Nulls[row] == 1 ? null : string.Empty) : TextOf(batch, column, row);
}
