namespace Cti.Records.ErasureRequests;

/// <summary>A person's request to be erased; at least one of the two is there.</summary>
/// <param name="CustomerId">The customer's id; leading zeros matter.</param>
/// <param name="Email">An e-mail address, lower case: persons are found without regard to case.</param>
public sealed record ErasureRequestRecord(string? CustomerId, string? Email);
