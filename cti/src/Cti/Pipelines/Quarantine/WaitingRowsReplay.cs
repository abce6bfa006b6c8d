using Cti.Failures;

namespace Cti.Pipelines.Quarantine;

/// <summary>Takes waiting rows again where that brings something: else every try would leave a run behind that holds the same rejects once more.</summary>
/// <param name="inner">Does the run.</param>
public sealed class WaitingRowsReplay(IExtractTransform inner) : IExtractTransform
{
    /// <inheritdoc/>
    /// <exception cref="CtiException">NothingToDo: what the rows refer to has not come.</exception>
    public async Task<ExtractTransformOutcome> RunAsync(ExtractTransformRequest request, IRunProgress progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ExtractTransformOutcome rehearsed = await inner.RunAsync(request with { DryRun = true }, progress, cancellationToken).ConfigureAwait(false);
        if (rehearsed.Counts.Written == 0)
            throw new CtiException(FailureKind.NothingToDo, "references", $"What {rehearsed.Counts.Read} waiting rows refer to has not come: nothing was taken again.");
        return await inner.RunAsync(request, progress, cancellationToken).ConfigureAwait(false);
    }
}
