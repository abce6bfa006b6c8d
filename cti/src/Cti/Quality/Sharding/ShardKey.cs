using System.Runtime.InteropServices;
using Cti.Records.Batches;

namespace Cti.Quality.Sharding;

/// <summary>What a shard tells of one of its rows: key, content, place in the order of the input, and place in its files.</summary>
/// <remarks>
/// Written as it lies in memory, with the lowest byte first; the two last fields only where the dataset needs them. The contents' lowest bits
/// are left out, as those of <see cref="Deduplication.SightingEntry"/> are: both call the same rows equal.
/// </remarks>
[StructLayout(LayoutKind.Sequential, Pack = 8)]
internal readonly record struct ShardKey(ulong KeyHigh, ulong KeyLow, ulong Content, ulong Position, ulong Place, long First, long Second)
{
    /// <summary>Bytes of an entry without the two last fields.</summary>
    public const int ShortSize = 40;

    /// <summary>Bytes of an entry with them.</summary>
    public const int FullSize = 56;

    /// <summary>The state of rows that were rejected for what they name; rows of another month or type are never noted.</summary>
    public const RowState ByReference = RowState.Filtered;

    /// <summary>Input objects that a run of several shards may have.</summary>
    public const int MostInputs = 1 << 24;

    private const int InputBits = 24;
    private const int NumberBits = 64 - InputBits;
    private const int RowBits = 52;
    private const int TableBits = 8;
    private const ulong ContentMask = ~3UL;

    /// <summary>Index of the input object in the whole run.</summary>
    public int Input => InputOf(Position);

    /// <summary>What became of the row in its shard: <see cref="ByReference"/> where it was rejected for what it names.</summary>
    public RowState State => (RowState)(Place >> (RowBits + TableBits));

    /// <summary>Index of the table that it was written to.</summary>
    public int Table => (int)(Place >> RowBits) & ((1 << TableBits) - 1);

    /// <summary>Its index among the shard's rows of that table.</summary>
    public long Row => (long)(Place & ((1UL << RowBits) - 1));

    /// <summary>Whether the row is in the shard's files.</summary>
    public bool IsWritten => State is RowState.Kept or RowState.Reassigned;

    /// <summary>Bytes of an entry in the files of a dataset.</summary>
    public static int SizeFor(Records.Dataset dataset) => dataset.KeyPolicy == Records.KeyPolicy.NewestWins || HasOwnedRows(dataset) ? FullSize : ShortSize;

    /// <summary>Whether records of the dataset bring rows of a second table, which go where the record goes.</summary>
    public static bool HasOwnedRows(Records.Dataset dataset) => dataset.Router is null && dataset.Tables.Count > 1;

    /// <summary>The content as equality takes it.</summary>
    public static ulong Masked(ulong content) => content & ContentMask;

    /// <summary>The place of a record in the run's order.</summary>
    /// <param name="input">Index of the input object in the whole run.</param>
    /// <param name="number">The record's offset in the object where records may be rejected late, else a running number.</param>
    public static ulong PositionOf(int input, long number) => ((ulong)input << NumberBits) | (ulong)number;

    /// <summary>The input object of a place in the run's order.</summary>
    public static int InputOf(ulong position) => (int)(position >> NumberBits);

    /// <summary>The place of a row in the shard's files.</summary>
    public static ulong PlaceOf(RowState state, int table, long row) => ((ulong)state << (RowBits + TableBits)) | ((ulong)table << RowBits) | (ulong)row;

    /// <summary>Whether the other entry has the same key.</summary>
    public bool HasKeyOf(in ShardKey other) => KeyHigh == other.KeyHigh && KeyLow == other.KeyLow;
}
