using System.Runtime.CompilerServices;
using Cti.Records.Batches;
using Cti.Records.Forms;
using Cti.Records.Raw;

namespace Cti.Quality.Validation;

/// <summary>Fills the keys: a UUID's own 128 bits where it is the whole key, else a 128-bit hash of the key columns' values.</summary>
/// <param name="columns">Indexes of the key columns.</param>
/// <param name="isUuid">Whether the one key column is a UUID.</param>
internal sealed class KeyStage(IReadOnlyList<int> columns, bool isUuid) : ColumnStage
{
    private const ulong HighSeed = 0x2545F4914F6CDD1D;
    private const ulong LowSeed = 0x9FB21C651E98DF25;

    private readonly int[] _columns = [.. columns];

    /// <inheritdoc/>
    public override void Run(RawBatch raw, RecordBatch batch)
    {
        if (isUuid)
            RunUuid((TextColumn)batch.Columns[_columns[0]], batch);
        else
            RunHash(batch);
    }

    /// <summary>The key of one row whose key columns are set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public UInt128 KeyOf(RecordBatch batch, int row)
    {
        if (isUuid)
        {
            return UuidText.TryParse(((TextColumn)batch.Columns[_columns[0]]).ValueAt(row), out UInt128 key) ? key : default;
        }

        ulong high = HighSeed;
        ulong low = LowSeed;
        foreach (int column in _columns)
        {
            if (batch.Columns[column] is Int64Column numbers)
            {
                high = ContentHash.Fold(high ^ LowSeed, ContentHash.Of(numbers.Values[row], HighSeed));
                low = ContentHash.Fold(low ^ HighSeed, ContentHash.Of(numbers.Values[row], LowSeed));
                continue;
            }

            ReadOnlySpan<byte> value = ((TextColumn)batch.Columns[column]).ValueAt(row);
            high = ContentHash.Fold(high ^ LowSeed, ContentHash.Of(value, HighSeed));
            low = ContentHash.Fold(low ^ HighSeed, ContentHash.Of(value, LowSeed));
        }

        return new UInt128(high, low);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunUuid(TextColumn ids, RecordBatch batch)
    {
        Span<UInt128> keys = batch.Keys.AsSpan(0, batch.RowCount);
        for (int row = 0; row < keys.Length; row++)
            _ = UuidText.TryParse(ids.ValueAt(row), out keys[row]); // Rejected rows have no id and need no key.
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunHash(RecordBatch batch)
    {
        for (int row = 0; row < batch.RowCount; row++)
            batch.Keys[row] = KeyOf(batch, row);
    }
}
