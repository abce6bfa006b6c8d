namespace Cti.Pipelines.Extraction;

/// <summary>Disposes sinks at the end of a run: what they did not commit is gone.</summary>
/// <param name="sinks">The sinks; null ones are passed over.</param>
internal sealed class Aborting(params IAsyncDisposable?[] sinks) : IAsyncDisposable
{
    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (IAsyncDisposable? sink in sinks)
        {
            if (sink is not null)
                await sink.DisposeAsync().ConfigureAwait(false);
        }
    }
}
