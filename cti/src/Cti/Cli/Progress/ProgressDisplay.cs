using System.Text.Json.Nodes;
using Cti.Pipelines;
using Cti.Telemetry;
using Microsoft.Extensions.Logging;
using Spectre.Console;

namespace Cti.Cli.Progress;

/// <summary>Chooses how a run shows how far it is.</summary>
public sealed class ProgressDisplay : IDisposable
{
    private ProgressDisplay(IRunProgress progress, bool isForPeople)
    {
        Progress = progress;
        IsForPeople = isForPeople;
    }

    /// <summary>Hears how far the run is.</summary>
    public IRunProgress Progress { get; }

    /// <summary>Whether tables at the end are welcome: unless the log lines or the progress are JSON, or nothing is to be shown.</summary>
    public bool IsForPeople { get; }

    /// <summary>Chooses: a bar only on a terminal, since lines that are redrawn spoil a file; nothing of Spectre is loaded elsewhere.</summary>
    /// <param name="mode">The argument of <c>--progress</c>.</param>
    /// <param name="host">Standard error and the clock.</param>
    /// <param name="logger">Takes the plain beats.</param>
    /// <param name="format">The log's form: beside JSON lines, beats are JSON lines of the log.</param>
    public static ProgressDisplay Of(ProgressMode mode, Host host, ILogger logger, LogFormat format)
    {
        ArgumentNullException.ThrowIfNull(host);
        bool people = format == LogFormat.Text;
        return mode switch
        {
            ProgressMode.None => new ProgressDisplay(new SilentProgress(), isForPeople: false),
            ProgressMode.Json => new ProgressDisplay(new HeartbeatProgress(s => host.Error.WriteLine(Json(s)), host.Clock), isForPeople: false),
            ProgressMode.Auto when people && host.Error.IsTerminal => new ProgressDisplay(Bar(host), isForPeople: true),
            _ => new ProgressDisplay(new HeartbeatProgress(s => logger.StageProgress(s.Stage, s.ToString()), host.Clock), people),
        };
    }

    /// <summary>Takes a bar away, or stops the beat.</summary>
    public void Dispose() => (Progress as IDisposable)?.Dispose();

    private static BarProgress Bar(Host host)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new TerminalOutput(host),
            Ansi = AnsiSupport.Yes,
            Interactive = InteractionSupport.Yes,
            ColorSystem = host.Colour ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        });
        return new BarProgress(host.Error, console, host.Clock);
    }

    private static string Json(StageState state)
    {
        var beat = new JsonObject
        {
            ["progress"] = state.Stage,
            ["rows"] = state.Rows,
            ["bytes"] = state.Bytes,
            ["total_bytes"] = state.TotalBytes,
            ["seconds"] = Math.Round(state.Elapsed.TotalSeconds, 1),
            ["seconds_left"] = state.Left is { } left ? Math.Round(left.TotalSeconds, 1) : null,
        };
        return beat.ToJsonString();
    }
}
