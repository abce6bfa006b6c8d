using Cti.Failures;
using Cti.Manifests;
using Cti.ObjectStores;
using Cti.Pipelines.Extraction;
using Cti.Telemetry;
using Microsoft.Extensions.Logging;

namespace Cti.Pipelines.Incremental;

/// <summary>Runs an extract over what no earlier run has taken: claim, run, and, when the rows are where they shall be, commit.</summary>
/// <param name="inner">Does the run over the claimed objects.</param>
/// <param name="store">Where inputs, outputs and state are; used until the outcome's completion is disposed.</param>
/// <param name="tool">Program and version, as <c>cti 1.2.3</c>.</param>
/// <param name="clock">Tells leases.</param>
/// <param name="logger">Hears of each step.</param>
public sealed class IncrementalPipeline(IExtractTransform inner, IObjectStore store, string tool, TimeProvider clock, ILogger logger) : IExtractTransform
{
    private readonly ManifestStore _manifests = new(store);

    /// <inheritdoc/>
    public async Task<ExtractTransformOutcome> RunAsync(ExtractTransformRequest request, IRunProgress progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.State is null)
            return await inner.RunAsync(request, progress, cancellationToken).ConfigureAwait(false);
        StateLayout layout = new(request.State, request.Dataset.Name);
        if (await FindFinishedAsync(request, layout, cancellationToken).ConfigureAwait(false) is { } finished)
            return finished;
        IReadOnlyList<ObjectInfo> listed = await new InputListing(store, logger).ResolveAsync(request, cancellationToken).ConfigureAwait(false);
        if (request.DryRun)
            return await inner.RunAsync(request with { Claimed = await NewAsync(layout, listed, cancellationToken).ConfigureAwait(false) }, progress, cancellationToken).ConfigureAwait(false);

        HeldClaim claim = await new ClaimTaker(store, layout, request, tool, clock, logger).TakeAsync(listed, cancellationToken).ConfigureAwait(false);
        logger.ClaimHeld(claim.Entry.Run, claim.Objects.Count, listed.Count);
        ClaimLease? lease = new(store, layout, claim.Entry, clock, logger);
        try
        {
            ExtractTransformOutcome outcome = claim.Finished is { } manifest
                ? Reused(claim.Entry.Manifest, manifest)
                : await RunClaimAsync(request with { Claimed = claim.Objects, RunKey = claim.Entry.Run }, progress, lease, cancellationToken).ConfigureAwait(false);
            outcome = outcome with { Completion = lease };
            lease = null;
            return outcome;
        }
        finally
        {
            if (lease is not null)
                await lease.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task<ExtractTransformOutcome> RunClaimAsync(ExtractTransformRequest request, IRunProgress progress, ClaimLease lease, CancellationToken cancellationToken)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lease.Lost);
        try
        {
            return await inner.RunAsync(request, progress, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (lease.Lost.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw lease.TakenOver();
        }
    }

    /// <summary>The run of a given key that is committed already: whoever tries the same key again is told the same.</summary>
    private async Task<ExtractTransformOutcome?> FindFinishedAsync(ExtractTransformRequest request, StateLayout layout, CancellationToken cancellationToken)
    {
        if (request.RunKey is not { } key || request.DryRun)
            return null;
        (_, string uri, Manifest? manifest) = await new RunKeys(_manifests, StoreUri.Parse(request.Output, "write").ToString().TrimEnd('/')).FindAsync(key, cancellationToken).ConfigureAwait(false);
        if (manifest is null)
            return null;
        (StateHead head, _) = await new HeadStore(store, layout.Head).ReadAsync(cancellationToken).ConfigureAwait(false);
        if (head.Active.Any(c => c.Manifest == uri))
            return null;
        ObjectInfo[] inputs = [.. manifest.Inputs.Select(i => new ObjectInfo(i.Uri, i.Size, i.ETag, default))];
        if (!RunIdentity.IsOf(request, inputs, manifest))
            throw CtiException.Usage("settings", $"The run key {key} was used before for other options ({uri}); give another --run-key, or none.");
        logger.RunReused(key, uri);
        return Reused(uri, manifest);
    }

    private async Task<IReadOnlyList<ObjectInfo>> NewAsync(StateLayout layout, IReadOnlyList<ObjectInfo> listed, CancellationToken cancellationToken)
    {
        (StateHead head, _) = await new HeadStore(store, layout.Head).ReadAsync(cancellationToken).ConfigureAwait(false);
        IReadOnlyList<ObjectInfo> found = await new Ledger(store, layout).NewAsync(listed, head, cancellationToken).ConfigureAwait(false);
        return found.Count > 0 ? found : throw new CtiException(FailureKind.NothingToDo, "state", $"None of {listed.Count} input objects is new: nothing to do.");
    }

    private static ExtractTransformOutcome Reused(string uri, Manifest manifest)
        => new(manifest.Run, true, uri, manifest, manifest.Counts, manifest.Rejects.Parts.Count > 0 ? manifest.Rejects.Uri : null, null, []);
}
