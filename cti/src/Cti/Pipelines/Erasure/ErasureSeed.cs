namespace Cti.Pipelines.Erasure;

/// <summary>One request; at least one of id and address is there.</summary>
/// <param name="CustomerId">The customer's id; leading zeros matter.</param>
/// <param name="Email">The address in lower case.</param>
/// <param name="RequestedAt">When it came, in microseconds since 1970-01-01 UTC.</param>
internal sealed record ErasureSeed(string? CustomerId, string? Email, long RequestedAt)
{
    /// <summary>The dataset that requests are.</summary>
    public const string Dataset = "erasure-requests";
}
