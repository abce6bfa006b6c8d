using System.Runtime.CompilerServices;
using Cti.Parquet;
using Cti.Records;
using Cti.Records.Batches;

namespace Cti.Sinks.Parquet;

/// <summary>Turns the rows of a batch that are to be written into an encoded row group. Keeps scratch memory: one instance a thread.</summary>
public sealed class RowGroupBuilder : IDisposable
{
    private readonly RowGroupEncoder _encoder;
    private readonly LinesFormatter _lines;
    private readonly GatheredColumn[] _columns;
    private int[] _rows = [];
    private int[] _owners = [];

    /// <summary>Prepares scratch for a table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="options">How files are written.</param>
    /// <param name="sources">URIs of the input objects, for <c>_lines</c>.</param>
    public RowGroupBuilder(TableDefinition table, ParquetWriterOptions options, IReadOnlyList<string> sources)
    {
        ArgumentNullException.ThrowIfNull(table);
        _encoder = new RowGroupEncoder(TableSchema.Of(table), options);
        _lines = new LinesFormatter(sources);
        _columns = [.. table.Columns.Select(c => new GatheredColumn(c.Type))];
    }

    /// <summary>What it has seen of each column, in the table's order; none where that is not asked for.</summary>
    public IReadOnlyList<DistinctSketch> Distinct => _encoder.Distinct;

    /// <summary>Encodes what is kept or stays under a new id.</summary>
    public EncodedRows Build(RecordBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        int count = Select(batch);
        return Build(batch, count, batch, _rows);
    }

    /// <summary>Encodes the rows of a part whose owners are written.</summary>
    public EncodedRows BuildPart(RecordBatch part, RecordBatch owner)
    {
        ArgumentNullException.ThrowIfNull(part);
        ArgumentNullException.ThrowIfNull(owner);
        int count = Select(part, owner);
        return Build(part, count, owner, _owners);
    }

    private EncodedRows Build(RecordBatch batch, int count, RecordBatch records, int[] recordRows)
    {
        ColumnValues[] values = new ColumnValues[_columns.Length];
        for (int column = 0; column < values.Length; column++)
            values[column] = _columns[column].Gather(batch.Columns[column], _rows, count);
        return new EncodedRows(_encoder.Encode(values), _lines.Format(records, recordRows.AsSpan(0, count)));
    }

    /// <inheritdoc/>
    public void Dispose() => _encoder.Dispose();

    private int Select(RecordBatch part, RecordBatch owner)
    {
        if (_rows.Length < part.RowCount)
            _rows = new int[part.RowCount + (part.RowCount >> 1)];
        if (_owners.Length < part.RowCount)
            _owners = new int[_rows.Length];
        int count = 0;
        for (int row = 0; row < part.RowCount; row++)
        {
            if (!owner.IsWritten(part.Owners[row]))
                continue;
            _rows[count] = row;
            _owners[count++] = part.Owners[row];
        }

        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Select(RecordBatch batch)
    {
        if (_rows.Length < batch.RowCount)
            _rows = new int[batch.RowCount + (batch.RowCount >> 1)];
        int count = 0;
        for (int row = 0; row < batch.RowCount; row++)
        {
            _rows[count] = row;
            count += batch.States[row] is RowState.Kept or RowState.Reassigned ? 1 : 0;
        }

        return count;
    }
}
