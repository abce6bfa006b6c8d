using Cti.Manifests;

namespace Cti.Pipelines.Archiving;

/// <summary>Commits a run's claim, where it has one, and then moves its inputs.</summary>
internal sealed class ArchiveCompletion(IRunCompletion? claim, ArchiveMarkers markers, Archiver archiver, Manifest manifest, ArchiveMarker marker) : IRunCompletion
{
    /// <inheritdoc/>
    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        // The marker first: from the commit on nothing else would tell the next command that inputs are left to be moved.
        await markers.BeginAsync(marker, cancellationToken).ConfigureAwait(false);
        if (claim is not null)
            await claim.CompleteAsync(cancellationToken).ConfigureAwait(false);
        await archiver.ArchiveAsync(manifest, marker.Archive, cancellationToken).ConfigureAwait(false);
        await markers.EndAsync(marker, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => claim?.DisposeAsync() ?? ValueTask.CompletedTask;
}
