namespace Cti.Pipelines.Quarantine;

/// <summary>Rows that wait for what they refer to.</summary>
/// <param name="Request">Takes them again.</param>
/// <param name="MayLeaveThem">Whether they may be left where they are if nothing came; else they are brought together in one run, for too many wait side by side.</param>
/// <param name="FurtherRuns">Runs whose rows wait too, and are taken by the next replay.</param>
public sealed record WaitingRows(ExtractTransformRequest Request, bool MayLeaveThem, int FurtherRuns);
