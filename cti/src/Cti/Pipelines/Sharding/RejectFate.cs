using Cti.Quality.Sharding;

namespace Cti.Pipelines.Sharding;

/// <summary>A record whose reject appears or goes once all shards are known.</summary>
/// <param name="Position">Input object and offset, as <see cref="ShardKey"/> holds them.</param>
internal readonly record struct RejectFate(ulong Position)
{
    /// <summary>By position.</summary>
    public readonly struct Order : IComparer<RejectFate>
    {
        /// <inheritdoc/>
        public int Compare(RejectFate x, RejectFate y) => x.Position.CompareTo(y.Position);
    }
}
