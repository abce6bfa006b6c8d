using Cti.Cli.Resources;

namespace Cti.Tests.Cli.Resources;

public sealed class CgroupLimitsTests : IDisposable
{
    private readonly TemporaryFolder _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public void Limits_Version2InAContainer_AreReadAtTheMount()
    {
        _root.Write("proc/self/cgroup", "0::/\n");
        _root.Write("sys/fs/cgroup/memory.max", "536870912\n");
        _root.Write("sys/fs/cgroup/cpu.max", "150000 100000\n");

        Expect(536_870_912, 1.5);
    }

    [Fact]
    public void Limits_Version2OfGroupsAbove_TheLeastHolds()
    {
        _root.Write("proc/self/cgroup", "0::/kube/pod/box\n");
        _root.Write("sys/fs/cgroup/kube/pod/box/memory.max", "max\n");
        _root.Write("sys/fs/cgroup/kube/pod/memory.max", "300000000\n");
        _root.Write("sys/fs/cgroup/kube/memory.max", "900000000\n");
        _root.Write("sys/fs/cgroup/kube/pod/box/cpu.max", "max 100000\n");
        _root.Write("sys/fs/cgroup/kube/cpu.max", "400000 100000\n");

        Expect(300_000_000, 4);
    }

    [Fact]
    public void Limits_Version1OfAContainer_AreReadThoughItsPathIsNotVisible()
    {
        _root.Write("proc/self/cgroup", "9:memory:/docker/abc\n4:cpu,cpuacct:/docker/abc\n0::/docker/abc\n");
        _root.Write("sys/fs/cgroup/memory/memory.limit_in_bytes", "268435456\n");
        _root.Write("sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "50000\n");
        _root.Write("sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us", "100000\n");

        Expect(268_435_456, 0.5);
    }

    [Fact]
    public void Limits_Version1WithoutLimits_AreNone()
    {
        _root.Write("proc/self/cgroup", "9:memory:/\n4:cpu,cpuacct:/\n");
        _root.Write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
        _root.Write("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "-1\n");
        _root.Write("sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n");

        Expect(null, null);
    }

    [Fact]
    public void Limits_NoControlGroups_AreNone() => Expect(null, null);

    private void Expect(long? memoryBytes, double? cores)
    {
        var limits = new CgroupLimits(_root.Path);
        Assert.Equal(memoryBytes, limits.MemoryBytes);
        Assert.Equal(cores, limits.Cores);
    }
}
