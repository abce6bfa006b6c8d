using System.Buffers.Text;
using Cti.Records;
using Cti.Records.Batches;

namespace Cti.Quality.References;

/// <summary>Where a batch holds the values of a foreign key, and which record each belongs to.</summary>
internal sealed class ForeignKeyColumn
{
    /// <summary>Room for the text of any number.</summary>
    public const int NumberBytes = 20;

    private const ulong HighSeed = 0x6A09E667F3BCC909;
    private const ulong LowSeed = 0xBB67AE8584CAA73B;
    private readonly string _table;
    private readonly int _column;

    /// <summary>Finds the column.</summary>
    public ForeignKeyColumn(Dataset dataset, ForeignKey key)
    {
        _table = key.Table;
        _column = dataset.Tables.Single(t => t.Name == key.Table).Columns.Select((c, i) => (c.Name, i)).Single(c => c.Name == key.Column).i;
    }

    /// <summary>The rows that have the column: the batch's own, or those of one of its parts.</summary>
    public RecordBatch RowsOf(RecordBatch batch) => batch.Table?.Name == _table ? batch : batch.Parts.Single(p => p.Table!.Name == _table);

    /// <summary>A row's value as text; empty where it has none.</summary>
    /// <param name="rows">What <see cref="RowsOf"/> gave.</param>
    /// <param name="row">Which.</param>
    /// <param name="scratch">Takes the text of a number: <see cref="NumberBytes"/> bytes.</param>
    public ReadOnlySpan<byte> TextOf(RecordBatch rows, int row, Span<byte> scratch)
    {
        if (rows.Columns[_column] is TextColumn texts)
            return texts.ValueAt(row);
        Int64Column numbers = (Int64Column)rows.Columns[_column];
        if (numbers.Nulls[row] == 1)
            return [];
        Utf8Formatter.TryFormat(numbers.Values[row], scratch, out int length);
        return scratch[..length];
    }

    /// <summary>A key by which texts are told apart: two different ones among a billion meet with a probability of about 10⁻²¹.</summary>
    public static UInt128 HashOf(ReadOnlySpan<byte> text) => new(ContentHash.Of(text, HighSeed), ContentHash.Of(text, LowSeed));
}
