using Cti.Manifests;
using Cti.ObjectStores;
using Cti.Pipelines.Sharding;
using Xunit.Abstractions;

namespace Cti.Tests.Pipelines.Sharding;

public sealed class ShardPlanTests(ITestOutputHelper output)
{
    private const long ObjectBytes = 64 * 1024;

    [Fact]
    public void Of_AnySizes_KeepsTheOrderAndMakesTheLargestShardAsSmallAsCanBe()
    {
        int seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        Random random = new(seed);
        for (int round = 0; round < 200; round++)
        {
            ObjectInfo[] inputs = Inputs([.. Enumerable.Range(0, random.Next(0, 9)).Select(_ => random.NextInt64(0, 10_000_000))]);
            int shards = random.Next(1, 6);

            IReadOnlyList<Range> plan = ShardPlan.Of(inputs, shards);

            Assert.Equal(shards, plan.Count);
            Assert.Equal(inputs, plan.SelectMany(range => inputs.Take(range)));
            Assert.Equal(Best(inputs, shards), plan.Max(range => inputs.Take(range).Sum(Cost)));
            Assert.True(inputs.Length < shards || plan.All(range => inputs.Take(range).Any()), "A shard is empty though there are objects enough.");
            Assert.Equal(plan[shards - 1], ShardPlan.Of(inputs, new Shard(shards - 1, shards)));
        }
    }

    [Fact]
    public void Of_OneGreatObject_IsAShardByItself()
    {
        ObjectInfo[] inputs = Inputs(1_000_000_000, 1, 1, 1);

        Assert.Equal([0..1, 1..3, 3..4], ShardPlan.Of(inputs, 3));
    }

    /// <summary>The least that the largest of so many stretches can cost, by trying all cuts.</summary>
    private static long Best(ObjectInfo[] inputs, int shards)
    {
        if (shards == 1 || inputs.Length == 0)
            return inputs.Sum(Cost);
        return Enumerable.Range(0, inputs.Length + 1).Min(first => Math.Max(inputs.Take(first).Sum(Cost), Best([.. inputs.Skip(first)], shards - 1)));
    }

    private static long Cost(ObjectInfo input) => input.Size + ObjectBytes;

    private static ObjectInfo[] Inputs(params long[] sizes) => [.. sizes.Select((size, i) => new ObjectInfo($"s3://b/{i}", size, "e", DateTimeOffset.UnixEpoch))];
}
