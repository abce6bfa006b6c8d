using Cti.Pipelines;
using Cti.Telemetry;

namespace Cti.Cli.Progress;

/// <summary>Lets observers hear of the stages that a progress display shows.</summary>
/// <param name="display">Shows how far the run is.</param>
/// <param name="observers">Hear when a stage begins and ends.</param>
internal sealed class ObservedProgress(IRunProgress display, RunObservers observers) : IRunProgress
{
    /// <inheritdoc/>
    public void Begin(string stage, long totalBytes)
    {
        observers.BeginStage(stage);
        display.Begin(stage, totalBytes);
    }

    /// <inheritdoc/>
    public void Report(long rows, long bytes) => display.Report(rows, bytes);

    /// <inheritdoc/>
    public void End()
    {
        display.End();
        observers.EndStage();
    }
}
