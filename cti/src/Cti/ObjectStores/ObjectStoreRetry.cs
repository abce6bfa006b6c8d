namespace Cti.ObjectStores;

/// <summary>A call that failed for a reason that may pass, and is tried again.</summary>
/// <param name="Stage"><c>list</c>, <c>read</c> or <c>write</c>.</param>
/// <param name="Uri">What it was about.</param>
/// <param name="Attempt">Which retry comes now, from 1.</param>
/// <param name="Delay">How long is waited before it.</param>
/// <param name="Reason">What failed, in few words and without secrets.</param>
public sealed record ObjectStoreRetry(string Stage, string Uri, int Attempt, TimeSpan Delay, string Reason);
