namespace Cti.Pipelines.Erasure;

/// <summary>How an erasure ended.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Reused">It had been carried out before: nothing was changed.</param>
/// <param name="ProofUri">Where the proof is.</param>
/// <param name="Requests">Requests read.</param>
/// <param name="Persons">Persons that they are about.</param>
/// <param name="Rows">Rows and records erased, over all places.</param>
/// <param name="Places">Places that changed.</param>
/// <param name="Faults">Requests that cannot be carried out, by file and line; their files are kept.</param>
public sealed record ErasureOutcome(string Key, bool Reused, string ProofUri, int Requests, int Persons, long Rows, int Places, IReadOnlyList<string> Faults);
