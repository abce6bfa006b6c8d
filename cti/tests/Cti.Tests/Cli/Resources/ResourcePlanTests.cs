using Cti.Cli.Resources;
using Cti.Failures;
using Cti.Pipelines;

namespace Cti.Tests.Cli.Resources;

public sealed class ResourcePlanTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Decide_NothingGivenInAContainer_TakesThreeQuartersOfItsLimitAndItsQuota()
    {
        _folder.Write("proc/self/cgroup", "0::/\n");
        _folder.Write("sys/fs/cgroup/memory.max", "400000000\n");
        _folder.Write("sys/fs/cgroup/cpu.max", "250000 100000\n");

        RunResources resources = Plan().Decide(null, null, null, null);

        Assert.Equal(300_000_000, resources.MemoryBytes);
        Assert.Equal(3, resources.Threads);
    }

    [Fact]
    public void Decide_NothingGivenOnAMachine_TakesThreeQuartersOfItAndItsCores()
    {
        _folder.Write("proc/meminfo", "MemTotal:       1000000 kB\nMemFree: 1 kB\n");

        RunResources resources = Plan().Decide(null, null, null, null);

        Assert.Equal(768_000_000, resources.MemoryBytes);
        Assert.Equal(Environment.ProcessorCount, resources.Threads);
    }

    [Fact]
    public void Decide_OptionsAndSetting_BeatWhatIsFound()
    {
        Assert.Equal(2, Plan().Decide(100_000_000, null, null, 1.5m).Threads);
        Assert.Equal(1, Plan().Decide(100_000_000, null, null, 0.25m).Threads);
        RunResources resources = Plan().Decide(100_000_000, 7, null, 1.5m);
        Assert.Equal(7, resources.Threads);
        Assert.Equal(100_000_000, resources.MemoryBytes);
    }

    [Fact]
    public void Decide_TooLittleMemory_IsAUsageFailure()
    {
        CtiException failure = Assert.Throws<CtiException>(() => Plan().Decide(10_000_000, null, null, null));

        Assert.Equal(FailureKind.Usage, failure.Kind);
        Assert.Contains("64 MB", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decide_SpillFolder_IsTheFirstThatIsNamedAndIsMade()
    {
        (string, string) own = ("CTI_SPILL_DIR", _folder.At("own/deep"));
        (string, string) airflow = ("AIRFLOW_TMP_DIR", _folder.At("airflow"));

        Assert.Equal(_folder.At("given"), Plan(own, airflow).Decide(null, null, _folder.At("given"), null).SpillFolder);
        Assert.Equal(_folder.At("own/deep"), Plan(own, airflow).Decide(null, null, null, null).SpillFolder);
        Assert.Equal(_folder.At("airflow"), Plan(airflow).Decide(null, null, null, null).SpillFolder);
        Assert.Equal(Path.GetTempPath().TrimEnd('/'), Plan().Decide(null, null, null, null).SpillFolder.TrimEnd('/'));
        Assert.Empty(Directory.GetFiles(_folder.At("own/deep")));
    }

    [Fact]
    public void Decide_SpillFolderNotWritable_IsAUsageFailureNamingIt()
    {
        string file = _folder.Write("file", "x");

        CtiException failure = Assert.Throws<CtiException>(() => Plan(("CTI_SPILL_DIR", file)).Decide(null, null, null, null));

        Assert.Equal(FailureKind.Usage, failure.Kind);
        Assert.Contains(file, failure.Message, StringComparison.Ordinal);
        Assert.Contains("CTI_SPILL_DIR", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void IsMemory_KernelFolderAndDisk_TellTheTmpfsFromTheRest()
    {
        Assert.True(new Machine().IsMemory("/dev/shm"));
        Assert.False(new Machine().IsMemory("/proc"));
    }

    private ResourcePlan Plan(params (string Name, string Value)[] environment) => new(new Machine(_folder.Path), environment.ToDictionary());
}
