using System.Buffers;
using Cti.Records;
using Cti.Records.Batches;
using Cti.Records.Forms;

namespace Cti.Quality.Deduplication;

/// <summary>Gives rows whose id is taken by other content a new one.</summary>
/// <remarks>The id depends on old id and content alone, so that any rerun, shard or later load finds the same one.</remarks>
internal sealed class NewIds
{
    private readonly int _keyColumn;
    private readonly bool[] _isContent;
    private readonly ArrayBufferWriter<byte> _canonical = new();

    /// <summary>For the rows of a dataset's first table.</summary>
    public NewIds(Dataset dataset)
    {
        TableDefinition table = dataset.Tables[0];
        List<string> names = [.. table.Columns.Select(c => c.Name)];
        _keyColumn = names.IndexOf(table.Key[0]);
        _isContent = [.. names.Select(name => !table.Key.Contains(name) && !dataset.Plan.Any(p => p.Column == name && p.IsDerived))];
    }

    /// <summary>Gives a row its new id.</summary>
    public void Reassign(RecordBatch batch, int row)
    {
        _canonical.ResetWrittenCount();
        TextColumn ids = (TextColumn)batch.Columns[_keyColumn];
        _canonical.Write(ids.ValueAt(row));
        for (int column = 0; column < _isContent.Length; column++)
        {
            if (_isContent[column])
                batch.Columns[column].AppendCanonical(row, _canonical);
        }

        Span<byte> id = stackalloc byte[UuidText.Length];
        UuidText.Write(UuidText.Version8(_canonical.WrittenSpan), id);
        ids.Replace(row, id);
        batch.States[row] = RowState.Reassigned;
    }
}
