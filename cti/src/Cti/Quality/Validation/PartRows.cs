using System.Text;
using Cti.Records;
using Cti.Records.Batches;
using Cti.Records.Raw;

namespace Cti.Quality.Validation;

/// <summary>Gathers the rows that the records of a block bring to a further table.</summary>
internal sealed class PartRows
{
    private readonly IReadOnlyList<long> _arrivals;
    private readonly List<(int Owner, IReadOnlyList<object?> Values)> _rows = [];
    private readonly ulong[] _salts;
    private readonly int _arrivalColumn;

    /// <summary>Rows for a table; its version column, if it has one, takes the arrival.</summary>
    public PartRows(TableDefinition table, IReadOnlyList<long> arrivals)
    {
        _arrivals = arrivals;
        _salts = [.. table.Columns.Select(c => ContentHash.Of(Encoding.UTF8.GetBytes($"{table.Name}.{c.Name}"), 0))];
        _arrivalColumn = table.Columns.ToList().FindIndex(c => c.Name == table.VersionColumn);
    }

    /// <summary>Begins a block.</summary>
    public void Begin() => _rows.Clear();

    /// <summary>Takes a record's rows.</summary>
    /// <returns>What they add to the record's content.</returns>
    public ulong Add(int owner, IReadOnlyList<IReadOnlyList<object?>> rows)
    {
        ulong content = 0;
        for (int i = 0; i < rows.Count; i++)
        {
            _rows.Add((owner, rows[i]));
            for (int column = 0; column < rows[i].Count; column++)
                content += column == _arrivalColumn ? 0 : HashOf(rows[i][column], _salts[column] + (ulong)i);
        }

        return content;
    }

    /// <summary>Fills the part of the block's batch.</summary>
    public void Finish(RawBatch raw, RecordBatch part)
    {
        part.Reset(_rows.Count, raw.Sequence);
        int[] owners = part.ResetOwners(_rows.Count);
        int segment = 0;
        for (int row = 0; row < _rows.Count; row++)
        {
            (int owner, IReadOnlyList<object?> values) = _rows[row];
            owners[row] = owner;
            while (segment + 1 < raw.Segments.Count && raw.Segments[segment + 1].FirstRecord <= owner)
                segment++;
            for (int column = 0; column < values.Count; column++)
                RowValue.Set(part.Columns[column], row, column == _arrivalColumn ? _arrivals[raw.Segments[segment].Source] : values[column], 0);
        }
    }

    private static ulong HashOf(object? value, ulong salt) => value switch
    {
        null => ContentHash.OfNull(salt),
        string text => ContentHash.Of(Encoding.UTF8.GetBytes(text), salt),
        double ratio => ContentHash.Of(BitConverter.DoubleToInt64Bits(ratio), salt),
        _ => ContentHash.Of((long)value, salt),
    };
}
