using Cti.Manifests;
using Cti.Pipelines.Anomalies;

namespace Cti.Tests.Pipelines.Anomalies;

/// <summary>Planted histories: what is said of them, and of what nothing is said.</summary>
public sealed class AnomalyDetectorTests
{
    [Fact]
    public void Compare_FarFewerRows_IsSaidInWords()
    {
        RunProfile[] past = [.. new long[] { 49_100, 50_900, 50_000, 48_200, 51_800, 50_000, 49_100, 50_900, 50_000, 49_000, 51_000, 50_000 }.Select((rows, i) => Run(i, rows))];

        Anomaly found = Assert.Single(Compare(Run(99, 1_000), past));

        Assert.Equal("rows of t 1,000 where 12 runs had a median of 50,000 (MAD 900)", found.Message);
        Assert.Equal(("rows", "t", null, 1_000, 50_000, 900, 12), (found.Metric, found.Table, found.Column, found.Value, found.Median, found.Mad, found.Runs));
    }

    [Theory]
    [InlineData(50_000, false)]
    [InlineData(60_000, false)]
    [InlineData(64_000, false)]
    [InlineData(66_000, true)]
    [InlineData(34_000, true)]
    [InlineData(0, true)]
    public void Compare_HistoryThatNeverChanged_TakesAThirdForNoise(long rows, bool isOdd) =>
        Assert.Equal(isOdd, Compare(Run(99, rows), Past(12, _ => 50_000)).Any(a => a.Metric == "rows"));

    [Theory]
    [InlineData(3, 9, false)]
    [InlineData(3, 200, true)]
    [InlineData(40, 60, false)]
    public void Compare_SmallRuns_TakesChanceIntoAccount(long usual, long rows, bool isOdd) =>
        Assert.Equal(isOdd, Compare(Run(99, rows), Past(12, _ => usual)).Any(a => a.Metric == "rows"));

    [Fact]
    public void Compare_FewEarlierRuns_SaysNothing()
    {
        Assert.Empty(Compare(Run(99, 1), Past(AnomalyDetector.LeastRuns - 1, _ => 50_000)));
        Assert.NotEmpty(Compare(Run(99, 1), Past(AnomalyDetector.LeastRuns, _ => 50_000)));
    }

    [Fact]
    public void Compare_OddRunsAmongThePast_DoNotHideTheNextOne() =>
        Assert.Contains(Compare(Run(99, 1_000), Past(12, i => i < 4 ? 1_000 : 50_000)), a => a.Metric == "rows");

    [Theory]
    [InlineData(0, false)]
    [InlineData(1_000, false)]
    [InlineData(1_900, false)]
    [InlineData(4_400, true)]
    public void Compare_RejectRate_OnlyMoreIsOdd(long rejected, bool isOdd) => Assert.Equal(
        isOdd,
        Compare(Run(99, 50_000) with { Rejected = rejected }, [.. Past(12, _ => 50_000).Select(r => r with { Rejected = 1_000 })]).Any(a => a.Metric == "reject_rate"));

    [Theory]
    [InlineData(50_000, 0, false)]
    [InlineData(50_000, 1_000, false)]
    [InlineData(50_000, 30_000, true)]
    [InlineData(38, 2, false)]
    [InlineData(38, 30, true)]
    public void Compare_NullRate_TakesTheSizeIntoAccount(long rows, long nulls, bool isOdd)
    {
        Anomaly? found = Compare(Run(99, rows, nulls: nulls), Past(12, _ => rows)).SingleOrDefault(a => a.Metric == "null_rate");

        Assert.Equal(isOdd, found is not null);
        Assert.True(found is null || found.Message.Contains("null rate of t.c ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(50_000, 200, 100_000, 205, false)]
    [InlineData(50_000, 200, 50_000, 3, true)]
    [InlineData(50_000, 200, 50_000, 40_000, true)]
    [InlineData(50_000, 50_000, 55_000, 54_000, false)]
    [InlineData(50_000, 50_000, 20_000, 20_000, false)]
    [InlineData(50_000, 50_000, 50_000, 1, true)]
    [InlineData(50_000, 8, 50_000, 9, false)]
    public void Compare_Distinct_IsOddWhereNeitherCountNorShareIsAsBefore(long usualRows, long usual, long rows, long distinct, bool isOdd) => Assert.Equal(
        isOdd,
        Compare(Run(99, rows, distinct: distinct), [.. Enumerable.Range(0, 12).Select(i => Run(i, usualRows, distinct: usual))]).Any(a => a.Metric == "distinct"));

    [Fact]
    public void Compare_ManifestsOfOlderVersions_AreComparedByWhatTheyTell()
    {
        RunProfile[] past = [.. Enumerable.Range(0, 6).Select(i => Run(i, 1_000, distinct: null))];

        Assert.Empty(Compare(Run(99, 1_000, distinct: 7), past));
        Assert.Contains(Compare(Run(99, 1_000, nulls: 900, distinct: 7), past), a => a.Metric == "null_rate");
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(20, false)]
    public void Compare_Threshold_IsTheCallers(double threshold, bool isOdd) =>
        Assert.Equal(isOdd, new AnomalyDetector(threshold).Compare(Run(99, 60_000), Past(12, _ => 50_000)).Count > 0);

    [Fact]
    public void With_MoreThanAreKept_DropsTheOldest()
    {
        RunHistory history = Enumerable.Range(0, 40).Reverse().Aggregate(new RunHistory([]), (all, i) => all.With(Run(i, i)));

        Assert.Equal(RunHistory.Most, history.Runs.Count);
        Assert.Equal("r39", history.Runs[^1].Run);
        Assert.Equal("r10", history.Runs[0].Run);
        Assert.Equal(29, history.Without("r39").Count);
    }

    private static IReadOnlyList<Anomaly> Compare(RunProfile run, IReadOnlyList<RunProfile> past) => new AnomalyDetector(threshold: 6).Compare(run, past);

    private static RunProfile[] Past(int runs, Func<int, long> rows) => [.. Enumerable.Range(0, runs).Select(i => Run(i, rows(i)))];

    private static RunProfile Run(int number, long rows, long nulls = 0, long? distinct = 5) => new(
        $"r{number}", DateTimeOffset.UnixEpoch.AddDays(number), rows, 0, [new TableProfile("t", rows, [new ColumnProfile("c", nulls, distinct)])]);
}
