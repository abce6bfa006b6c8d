using Cti.Bench.Comparison;
using Cti.Bench.Processes;
using Cti.Generator.Output;

namespace Cti.Tests.Bench;

public class ComparisonReportTests
{
    private static readonly ComparisonResult Result = new()
    {
        When = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        Machine = new Machine("A Processor", "avx2", 2, 8, "Linux 6", ".NET 10"),
        Dataset = "events",
        Rows = 2_000_000,
        Bytes = 270_000_000,
        Seed = 42,
        Threads = 2,
        Memory = "256MB",
        Counts = new TruthCounts { Written = 5, Rejected = 1 },
        Contestants =
        [
            new ContestantResult("cti", "0.1.0", [Run(1.0), Run(1.2), Run(5.0)]),
            new ContestantResult("Slow", "1", [Run(6.0)]),
            new ContestantResult("Quick", "2", [Run(4.8)]),
        ],
        Stages = new Dictionary<string, double> { ["tokenise"] = 0.3, ["write"] = 0.1 },
        VersionSeconds = 0.0789,
    };

    [Fact]
    public void ToMarkdown_ThreeContestants_ComparesMediansWithTheFasterPeer()
    {
        string text = ComparisonReport.ToMarkdown(Result);

        Assert.Contains("| cti 0.1.0 | 1.20 | 1.00 | 5.00 | 2.40 | 100.0 |", text, StringComparison.Ordinal);
        Assert.Contains("Against the faster peer, Quick: **4.00 ×**", text, StringComparison.Ordinal);
        Assert.Contains("| tokenise | 300 | 75 % |", text, StringComparison.Ordinal);
        Assert.Contains("79 ms", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Reports_ProgramsPrintedPaths_NeitherFormHoldsThem()
    {
        Assert.DoesNotContain("/somewhere", ComparisonReport.ToJson(Result), StringComparison.Ordinal);
        Assert.DoesNotContain("/somewhere", ComparisonReport.ToMarkdown(Result), StringComparison.Ordinal);
        Assert.Equal("2026-01-02-events-2000000", ComparisonReport.Name(Result));
    }

    [Theory]
    [InlineData(new[] { 3.0, 1.0, 2.0 }, 2.0)]
    [InlineData(new[] { 4.0, 1.0, 2.0, 3.0 }, 2.5)]
    [InlineData(new[] { 7.0 }, 7.0)]
    public void Median_AnyNumberOfValues_IsTheMiddle(double[] values, double expected) => Assert.Equal(expected, ContestantResult.Median(values));

    private static Measurement Run(double seconds) => new(seconds, 2 * seconds, 100_000_000, "log\n{\"manifest\":\"/somewhere\"}\n");
}
