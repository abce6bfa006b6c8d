namespace Cti.Records.WebEvents;

/// <summary>A user begins or ceases to follow another, normalised; null where empty.</summary>
public sealed record FollowEvent
{
    /// <summary>The event's id.</summary>
    public string? MessageId { get; init; }

    /// <summary>Who follows.</summary>
    public string? UserId { get; init; }

    /// <summary>Who is followed.</summary>
    public string? Recipient { get; init; }

    /// <summary>When it happened, UTC.</summary>
    public DateTime? Timestamp { get; init; }
}
