using Cti.Cli.Progress;

namespace Cti.Tests.Cli.Progress;

public class StageStateTests
{
    [Theory]
    [InlineData(0, 0, 0, 0, "0 rows")]
    [InlineData(1_234_567, 5_000_000, 20_000_000, 2, "1,234,567 rows, 5.0 of 20.0 MB (25 %), 2.5 MB/s, 6 s left")]
    [InlineData(10, 1_000_000, 1_000_000, 4, "10 rows, 1.0 of 1.0 MB (100 %), 0.3 MB/s")]
    [InlineData(10, 999_999, 1_000_000, 4, "10 rows, 1.0 of 1.0 MB (99 %), 0.2 MB/s, 1 s left")]
    [InlineData(7, 3_000_000, 0, 2, "7 rows, 3.0 MB, 1.5 MB/s")]
    [InlineData(7, 2_000_000, 1_000_000, 2, "7 rows, 2.0 of 1.0 MB (100 %), 1.0 MB/s")]
    public void ToString_States_SayWhatIsKnown(long rows, long bytes, long total, int seconds, string expected) =>
        Assert.Equal(expected, new StageState("extract", rows, bytes, total, TimeSpan.FromSeconds(seconds)).ToString());

    [Theory]
    [InlineData(0.2, "1 s")]
    [InlineData(59, "59 s")]
    [InlineData(125, "2 min 5 s")]
    [InlineData(3780, "1 h 3 min")]
    public void Duration_OfAnyLength_IsForPeople(double seconds, string expected) => Assert.Equal(expected, StageState.Duration(TimeSpan.FromSeconds(seconds)));
}
