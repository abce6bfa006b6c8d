using Cti.Quality.Sharding;
using Cti.Records;
using Xunit.Abstractions;

namespace Cti.Tests.Quality.Sharding;

public sealed class SpillSortTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1024)]
    [InlineData(1025)]
    [InlineData(50_000)]
    public void Sorted_AnyNumberOnASmallBudget_IsAllInOrder(int count)
    {
        int seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        Random random = new(seed);
        ShardKey[] keys = [.. Enumerable.Range(0, count).Select(i => new ShardKey((ulong)random.Next(9), (ulong)random.Next(9), (ulong)random.Next(4), (ulong)i, 0, i, -i))];
        random.Shuffle(keys);
        ShardKeyOrder order = new(KeyPolicy.NewId);
        using SpillSort<ShardKey, ShardKeyOrder> sort = new(order, memoryBytes: 1, Path.GetTempPath());
        foreach (ShardKey key in keys)
            sort.Add(key);

        ShardKey[] sorted = [.. sort.Sorted()];

        Assert.Equal(count, sort.Count);
        Assert.Equal(keys.Order(order), sorted);
    }
}
