namespace Cti.Records.Interactions;

/// <summary>One interaction of a user with a product, normalised; null where empty.</summary>
public sealed record InteractionRecord
{
    /// <summary>Number above zero, or a code such as <c>I01</c>.</summary>
    public string? InteractionId { get; init; }

    /// <summary>Number above zero, or a code.</summary>
    public string? UserId { get; init; }

    /// <summary>Number above zero, or a code such as <c>PRD1</c>.</summary>
    public string? ProductId { get; init; }

    /// <summary>What was done; may be missing.</summary>
    public string? Action { get; init; }

    /// <summary>When, UTC; may be missing.</summary>
    public DateTime? Timestamp { get; init; }
}
