using Cti.Manifests;

namespace Cti.Pipelines;

/// <summary>How an extract-transform run ended.</summary>
/// <param name="Run">The run key.</param>
/// <param name="Reused">A valid manifest of the same key was there: nothing was rewritten.</param>
/// <param name="ManifestUri">Where the manifest is; null after a dry run or a closed gate.</param>
/// <param name="Manifest">The manifest; null as above.</param>
/// <param name="Counts">What became of the records.</param>
/// <param name="RejectsUri">The folder of the rejects; null where none was written.</param>
/// <param name="GateMessage">Why the quality gate closed (exit 3); null where it did not.</param>
/// <param name="TopRejects">The most frequent reasons, most frequent first, at most five.</param>
public sealed record ExtractTransformOutcome(
    string Run,
    bool Reused,
    string? ManifestUri,
    Manifest? Manifest,
    Counts Counts,
    string? RejectsUri,
    string? GateMessage,
    IReadOnlyList<RejectReason> TopRejects)
{
    /// <summary>The manifest that a closed gate kept from being written: for those who are told of the run. Null otherwise.</summary>
    public Manifest? Refused { get; init; }

    /// <summary>What is left to do when the rows are where they shall be; null where nothing is. The caller completes and disposes it.</summary>
    public IRunCompletion? Completion { get; init; }
}
