using Cti.Pipelines;

namespace Cti.Cli.Progress;

/// <summary>Says nothing.</summary>
public sealed class SilentProgress : IRunProgress
{
    /// <inheritdoc/>
    public void Begin(string stage, long totalBytes)
    {
    }

    /// <inheritdoc/>
    public void Report(long rows, long bytes)
    {
    }

    /// <inheritdoc/>
    public void End()
    {
    }
}
