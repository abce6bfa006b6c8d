namespace Cti.Records.WebEvents;

/// <summary>What is told of a user (<c>identify</c>), normalised; null where empty.</summary>
public sealed record UserEvent
{
    /// <summary>The event's id.</summary>
    public string? MessageId { get; init; }

    /// <summary>The user.</summary>
    public string? UserId { get; init; }

    /// <summary>The name the user goes by.</summary>
    public string? Username { get; init; }

    /// <summary>E-mail address; case kept.</summary>
    public string? Email { get; init; }

    /// <summary>What the user writes of himself or herself.</summary>
    public string? AboutMe { get; init; }

    /// <summary>When the account was made, UTC.</summary>
    public DateTime? CreatedAt { get; init; }

    /// <summary>All other traits as a compact JSON object.</summary>
    public string? Traits { get; init; }

    /// <summary>When it happened, UTC.</summary>
    public DateTime? Timestamp { get; init; }
}
