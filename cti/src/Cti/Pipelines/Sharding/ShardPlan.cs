using Cti.Manifests;
using Cti.ObjectStores;

namespace Cti.Pipelines.Sharding;

/// <summary>Cuts a run's inputs into shards: whole objects, in their order, balanced by size.</summary>
/// <remarks>It depends on the listing and the number of shards alone, so that every shard makes the same plan by itself.</remarks>
public static class ShardPlan
{
    /// <summary>What an object costs besides its bytes, as bytes: many small ones are no small shard.</summary>
    private const long ObjectBytes = 64 * 1024;

    /// <summary>Which inputs each shard has. As many shards as asked for: those past the objects are empty.</summary>
    public static IReadOnlyList<Range> Of(IReadOnlyList<ObjectInfo> inputs, int shards)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentOutOfRangeException.ThrowIfLessThan(shards, 1);
        long[] costs = [.. inputs.Select(i => i.Size + ObjectBytes)];
        long low = costs.DefaultIfEmpty(0).Max();
        long high = costs.Sum();
        while (low < high)
        {
            // The least size of the largest shard that does: nothing finishes before the largest.
            long middle = low + ((high - low) / 2);
            if (ShardsOf(costs, middle) <= shards)
                high = middle;
            else
                low = middle + 1;
        }

        return Cut(costs, low, shards);
    }

    /// <summary>The inputs of one shard.</summary>
    public static Range Of(IReadOnlyList<ObjectInfo> inputs, Shard shard) => Of(inputs, shard.Count)[shard.Index];

    private static int ShardsOf(long[] costs, long most)
    {
        int shards = 0;
        long room = 0;
        foreach (long cost in costs)
        {
            if (cost > room)
            {
                shards++;
                room = most;
            }

            room -= cost;
        }

        return shards;
    }

    private static Range[] Cut(long[] costs, long most, int shards)
    {
        Range[] cut = new Range[shards];
        int next = 0;
        for (int shard = 0; shard < shards; shard++)
        {
            int first = next;
            int left = shards - shard - 1;
            long room = most;

            // Each shard still to come gets an object while there are enough of them.
            while (next < costs.Length && costs[next] <= room && (next == first || costs.Length - next > left))
                room -= costs[next++];
            cut[shard] = first..next;
        }

        return cut;
    }
}
