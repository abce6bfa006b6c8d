using Cti.Failures;
using Cti.Manifests;
using Cti.ObjectStores;
using Cti.Pipelines.Incremental;
using Microsoft.Extensions.Logging;

namespace Cti.Pipelines.Archiving;

/// <summary>Runs an extract whose inputs go to an archive after it, and finishes first what a killed one began to move.</summary>
/// <param name="inner">Does the run.</param>
/// <param name="store">Where everything is; used until the outcome's completion is disposed.</param>
/// <param name="logger">Hears of each step.</param>
public sealed class ArchivingPipeline(IExtractTransform inner, IObjectStore store, ILogger logger) : IExtractTransform
{
    private readonly ManifestStore _manifests = new(store);

    /// <inheritdoc/>
    public async Task<ExtractTransformOutcome> RunAsync(ExtractTransformRequest request, IRunProgress progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Archive is not { } archive || request.DryRun)
            return await inner.RunAsync(request, progress, cancellationToken).ConfigureAwait(false);
        CheckPlace(request, archive);
        string output = StoreUri.Parse(request.Output, "write").ToString().TrimEnd('/');
        ArchiveMarkers markers = new(store, request, output);
        Archiver archiver = new(store, output, new ArchivedPersons(store, request, output), logger);
        if (await FinishEarlierAsync(request, markers, archiver, cancellationToken).ConfigureAwait(false) is { } earlier)
            return earlier;
        (ExtractTransformRequest listed, ExtractTransformOutcome? moved) = request.State is null
            ? await ListAsync(request, markers, cancellationToken).ConfigureAwait(false)
            : (request, null);
        if (moved is not null)
            return moved;

        ExtractTransformOutcome outcome = await inner.RunAsync(listed, progress, cancellationToken).ConfigureAwait(false);
        if (outcome.ManifestUri is not { } uri)
            return outcome;
        ArchiveMarker marker = new(outcome.Run, uri, archive, OwnerProcess.Current());
        return outcome with { Completion = new ArchiveCompletion(outcome.Completion, markers, archiver, outcome.Manifest!, marker) };
    }

    /// <summary>Moves the rest of a killed command's inputs; its run is the result, since nobody was told of it.</summary>
    private async Task<ExtractTransformOutcome?> FinishEarlierAsync(ExtractTransformRequest request, ArchiveMarkers markers, Archiver archiver, CancellationToken cancellationToken)
    {
        ExtractTransformOutcome? finished = null;
        foreach (ObjectInfo found in (await markers.ListAsync(cancellationToken).ConfigureAwait(false)).Where(ArchiveMarkers.IsPending))
        {
            if (await markers.ReadAsync(found, cancellationToken).ConfigureAwait(false) is not { } marker || await IsClaimedAsync(request, marker, cancellationToken).ConfigureAwait(false))
                continue;
            if (OwnerProcess.IsHere(marker.Process))
            {
                if (request.State is null)
                    throw CtiException.Transient("archive", $"The inputs of run {marker.Run} are being moved to {marker.Archive} by another process; a later try finds them moved.");
                continue;
            }

            Manifest manifest = await ManifestOfAsync(marker, cancellationToken).ConfigureAwait(false);
            await archiver.ArchiveAsync(manifest, marker.Archive, cancellationToken).ConfigureAwait(false);
            await markers.EndAsync(marker, cancellationToken).ConfigureAwait(false);
            finished = Reused(marker.Manifest, manifest);
        }

        return finished;
    }

    /// <summary>The inputs, listed while nobody moved any of them; or the run whose inputs they were.</summary>
    private async Task<(ExtractTransformRequest Request, ExtractTransformOutcome? Moved)> ListAsync(ExtractTransformRequest request, ArchiveMarkers markers, CancellationToken cancellationToken)
    {
        IReadOnlyList<ObjectInfo> before = await markers.ListAsync(cancellationToken).ConfigureAwait(false);
        ObjectInfo? done = before.Where(m => !ArchiveMarkers.IsPending(m)).MaxBy(m => m.LastModified);
        MissingInput missing = done is not null && request.IfMissing == MissingInput.Fail ? MissingInput.Skip : request.IfMissing;
        IReadOnlyList<ObjectInfo> inputs;
        try
        {
            inputs = await new InputListing(store, logger).ResolveAsync(request with { IfMissing = missing }, cancellationToken).ConfigureAwait(false);
        }
        catch (CtiException nothing) when (nothing.Kind == FailureKind.NothingToDo && done is not null)
        {
            // With --if-missing skip too: whoever asks again may never have heard of that run, and what comes of it must not be skipped.
            ArchiveMarker marker = (await markers.ReadAsync(done!, cancellationToken).ConfigureAwait(false))!;
            return (request, Reused(marker.Manifest, await ManifestOfAsync(marker, cancellationToken).ConfigureAwait(false)));
        }

        // Half a folder, listed while the same command elsewhere moved the other half, would make another run of rows that are in that one.
        IReadOnlyList<ObjectInfo> after = await markers.ListAsync(cancellationToken).ConfigureAwait(false);
        return before.SequenceEqual(after)
            ? (request with { Claimed = inputs }, null)
            : throw CtiException.Transient("archive", "The same command elsewhere moved inputs while they were listed; a later try finds them moved.");
    }

    private async Task<bool> IsClaimedAsync(ExtractTransformRequest request, ArchiveMarker marker, CancellationToken cancellationToken)
    {
        if (request.State is null)
            return false;
        (StateHead head, _) = await new HeadStore(store, new StateLayout(request.State, request.Dataset.Name).Head).ReadAsync(cancellationToken).ConfigureAwait(false);
        return head.Active.Any(c => c.Manifest == marker.Manifest);
    }

    private async Task<Manifest> ManifestOfAsync(ArchiveMarker marker, CancellationToken cancellationToken) =>
        await _manifests.TryReadAsync(marker.Manifest, cancellationToken).ConfigureAwait(false)
        ?? throw CtiException.Usage("archive", $"{marker.Manifest} is gone, whose inputs are being moved to {marker.Archive}; bring it back from the bucket's versions.");

    private static void CheckPlace(ExtractTransformRequest request, string archive)
    {
        string? inside = request.Inputs.FirstOrDefault(i => $"{archive}/".StartsWith(StoreUri.Parse(i, "archive").ToString().TrimEnd('/') + "/", StringComparison.Ordinal));
        if (inside is not null)
            throw CtiException.Usage("arguments", $"--archive {archive} lies inside --input {inside}: what is moved there would be read again; choose another place.");
    }

    private static ExtractTransformOutcome Reused(string uri, Manifest manifest)
        => new(manifest.Run, true, uri, manifest, manifest.Counts, manifest.Rejects.Parts.Count > 0 ? manifest.Rejects.Uri : null, null, []);
}
