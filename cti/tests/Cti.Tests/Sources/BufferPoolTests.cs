using Cti.Sources;

namespace Cti.Tests.Sources;

public class BufferPoolTests
{
    [Fact]
    public void Rent_AfterReturn_GivesTheSameArray()
    {
        var pool = new BufferPool();
        byte[] first = pool.Rent(100_000);
        Assert.True(first.Length >= 100_000);
        pool.Return(first);
        Assert.Same(first, pool.Rent(90_000));
        Assert.NotSame(first, pool.Rent(90_000));
    }

    [Fact]
    public void Rent_SeveralIdle_GivesTheSmallestThatFits()
    {
        var pool = new BufferPool();
        byte[] large = pool.Rent(1_000_000);
        byte[] small = pool.Rent(100_000);
        pool.Return(large);
        pool.Return(small);
        Assert.Same(small, pool.Rent(50_000));
        Assert.Same(large, pool.Rent(500_000));
    }

    [Fact]
    public void Return_PastTheBounds_Drops()
    {
        var pool = new BufferPool(maxIdleBuffers: 1, maxIdleBytes: 500_000);
        byte[] first = pool.Rent(100_000);
        byte[] second = pool.Rent(100_000);
        byte[] large = pool.Rent(1_000_000);
        pool.Return(large);
        pool.Return(first);
        pool.Return(second);
        Assert.Same(first, pool.Rent(1));
        Assert.NotSame(second, pool.Rent(1));
        Assert.NotSame(large, pool.Rent(1_000_000));
    }
}
