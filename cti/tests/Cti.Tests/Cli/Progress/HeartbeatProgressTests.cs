using Cti.Cli.Progress;

namespace Cti.Tests.Cli.Progress;

public class HeartbeatProgressTests
{
    private readonly FakeClock _clock = new();
    private readonly List<StageState> _beats = [];

    [Fact]
    public void Beats_OfAStage_ComeAtTheBeginningEveryHalfMinuteAndAtTheEnd()
    {
        using var progress = new HeartbeatProgress(_beats.Add, _clock);

        progress.Begin("extract", 1000);
        _clock.Advance(TimeSpan.FromSeconds(29));
        Assert.Single(_beats);
        progress.Report(10, 400);
        _clock.Advance(TimeSpan.FromSeconds(62));
        progress.Report(20, 1000);
        progress.End();

        Assert.Equal([0, 30, 60, 90, 91], _beats.Select(b => (int)b.Elapsed.TotalSeconds));
        Assert.Equal([0, 10, 10, 10, 20], _beats.Select(b => (int)b.Rows));
        Assert.All(_beats, b => Assert.Equal(("extract", 1000), (b.Stage, b.TotalBytes)));
    }

    [Fact]
    public void Beats_AfterTheEndOrDispose_Stop()
    {
        using var progress = new HeartbeatProgress(_beats.Add, _clock);
        progress.Begin("extract", 0);
        progress.End();
        progress.End();
        progress.Begin("load", 0);
        progress.Dispose();
        _clock.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(["extract", "extract", "load"], _beats.Select(b => b.Stage));
        Assert.Equal(0, _clock.RunningTimers);
    }
}
