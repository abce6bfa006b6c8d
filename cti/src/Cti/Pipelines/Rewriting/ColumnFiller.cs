using Cti.Records;
using Cti.Records.Batches;
using Cti.Records.Columns;
using Cti.Warehouses.DuckDb;

namespace Cti.Pipelines.Rewriting;

/// <summary>Takes rows that the embedded engine read over into the columns of a batch.</summary>
/// <param name="table">The table.</param>
internal sealed class ColumnFiller(TableDefinition table)
{
    /// <summary>Copies rows of a chunk.</summary>
    /// <param name="chunk">The chunk.</param>
    /// <param name="from">Its first row that is wanted.</param>
    /// <param name="batch">A batch of the table.</param>
    /// <param name="to">The row of the batch where they go.</param>
    /// <param name="rows">How many.</param>
    public void Copy(DuckDbChunk chunk, int from, RecordBatch batch, int to, int rows)
    {
        for (int column = 0; column < table.Columns.Count; column++)
        {
            DuckDbVector values = chunk.Column(column);
            if (batch.Columns[column] is TextColumn text)
                Copy(values, from, text, to, rows);
            else
                Copy(table.Columns[column].Type, values, from, (Int64Column)batch.Columns[column], to, rows);
        }
    }

    private static void Copy(DuckDbVector values, int from, TextColumn text, int to, int rows)
    {
        for (int row = 0; row < rows; row++)
        {
            if (!values.HasValue(from + row))
            {
                text.SetRow(to + row, TextColumn.Null);
                continue;
            }

            ReadOnlySpan<byte> value = values.Text(from + row);
            value.CopyTo(text.GetSpan(value.Length));
            text.SetRow(to + row, value.Length);
        }
    }

    private static void Copy(ColumnType type, DuckDbVector values, int from, Int64Column numbers, int to, int rows)
    {
        for (int row = 0; row < rows; row++)
        {
            if (values.HasValue(from + row))
                numbers.Set(to + row, Value(type, values, from + row));
            else
                numbers.SetNull(to + row);
        }
    }

    /// <summary>A value as batches hold it: money and timestamps as they are, doubles by their bits.</summary>
    private static long Value(ColumnType type, DuckDbVector values, int row) => type switch
    {
        ColumnType.Int32 or ColumnType.Date => values.Value<int>(row),
        ColumnType.Boolean => values.Value<byte>(row),
        _ => values.Value<long>(row),
    };
}
