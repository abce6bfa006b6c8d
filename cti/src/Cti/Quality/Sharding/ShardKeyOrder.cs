using Cti.Records;

namespace Cti.Quality.Sharding;

/// <summary>The order of a shard's entries: by key, then by content where each content is judged by itself, then as the input has them.</summary>
/// <remarks>Where only one row of a key stays, its rows are wanted in the order of the input whatever they hold.</remarks>
/// <param name="policy">What becomes of rows that share a key.</param>
internal readonly struct ShardKeyOrder(KeyPolicy policy) : IComparer<ShardKey>
{
    private readonly bool _byContent = policy is KeyPolicy.NewId or KeyPolicy.ExactOnly;

    /// <inheritdoc/>
    public int Compare(ShardKey x, ShardKey y)
    {
        int order = x.KeyHigh.CompareTo(y.KeyHigh);
        if (order == 0)
            order = x.KeyLow.CompareTo(y.KeyLow);
        if (order == 0 && _byContent)
            order = x.Content.CompareTo(y.Content);
        return order == 0 ? x.Position.CompareTo(y.Position) : order;
    }
}
