using Cti.Cli;
using Cti.Cli.Progress;
using Cti.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cti.Tests.Cli.Progress;

public class BarProgressTests
{
    [Fact]
    public async Task Bar_OnATerminal_ShowsTheStageAndKeepsLogLinesWhole()
    {
        using var error = new StringWriter { NewLine = "\n" };
        Host host = HostWith(error, terminal: true);
        using ProgressDisplay display = ProgressDisplay.Of(ProgressMode.Auto, host, NullLogger.Instance, LogFormat.Text);
        Assert.IsType<BarProgress>(display.Progress);

        display.Progress.Begin("extract", 2_000_000);
        display.Progress.Report(1234, 1_000_000);
        await Task.Delay(400);
        host.Error.WriteLine("a line of the log");
        display.Progress.End();
        host.Error.WriteLine("after the bar");

        string text = error.ToString();
        Assert.Contains("1,234 rows, 1.0 of 2.0 MB (50 %)", text, StringComparison.Ordinal);
        Assert.Contains("a line of the log", text, StringComparison.Ordinal);
        Assert.Contains("\e[?25h", text, StringComparison.Ordinal);
        Assert.EndsWith("after the bar\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ProgressMode.Auto, false, LogFormat.Text)]
    [InlineData(ProgressMode.Auto, true, LogFormat.Json)]
    [InlineData(ProgressMode.Plain, true, LogFormat.Text)]
    [InlineData(ProgressMode.Json, true, LogFormat.Text)]
    [InlineData(ProgressMode.None, true, LogFormat.Text)]
    public void Of_NoTerminalOrOtherModes_DrawsNothing(ProgressMode mode, bool terminal, LogFormat format)
    {
        using var error = new StringWriter { NewLine = "\n" };
        using ProgressDisplay display = ProgressDisplay.Of(mode, HostWith(error, terminal), NullLogger.Instance, format);

        display.Progress.Begin("extract", 100);
        display.Progress.Report(1, 50);
        display.Progress.End();

        Assert.IsNotType<BarProgress>(display.Progress);
        Assert.DoesNotContain('\r', error.ToString());
        Assert.DoesNotContain('\e', error.ToString());
    }

    [Fact]
    public void Dispose_WhileDrawing_GivesTheTerminalBack()
    {
        using var error = new StringWriter { NewLine = "\n" };
        Host host = HostWith(error, terminal: true);
        ProgressDisplay display = ProgressDisplay.Of(ProgressMode.Auto, host, NullLogger.Instance, LogFormat.Text);
        display.Progress.Begin("extract", 100);

        display.Dispose();
        display.Dispose();
        host.Error.WriteLine("cti: the end");

        Assert.EndsWith("cti: the end\n", error.ToString(), StringComparison.Ordinal);
    }

    private static Host HostWith(TextWriter error, bool terminal) => new()
    {
        Output = TextWriter.Null,
        Error = new ErrorOutput(TextWriter.Synchronized(error), terminal),
        Environment = new Dictionary<string, string> { ["NO_COLOR"] = "1" },
        TerminalWidth = () => 120,
    };
}
