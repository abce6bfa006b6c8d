namespace Cti.Pipelines.Sharding;

/// <summary>A row of a shard's files that does not stay as it is.</summary>
/// <param name="Place">Table, shard and row, in this order of weight.</param>
/// <param name="Reassigned">1 where the row gets a new id; 0 where it goes.</param>
internal readonly record struct RowFate(ulong Place, ulong Reassigned)
{
    private const int RowBits = 42;
    private const int ShardBits = 14;

    /// <summary>The place of a row among all rows of all shards, by table, shard and row.</summary>
    public static ulong PlaceOf(int table, int shard, long row) => ((ulong)table << (ShardBits + RowBits)) | ((ulong)shard << RowBits) | (ulong)row;

    /// <summary>By place.</summary>
    public readonly struct Order : IComparer<RowFate>
    {
        /// <inheritdoc/>
        public int Compare(RowFate x, RowFate y) => x.Place.CompareTo(y.Place);
    }
}
