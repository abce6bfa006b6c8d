namespace Cti.Records.WebEvents;

/// <summary>A post that was published, normalised; null where empty.</summary>
public sealed record PostEvent
{
    /// <summary>The event's id.</summary>
    public string? MessageId { get; init; }

    /// <summary>The post's id.</summary>
    public string? Id { get; init; }

    /// <summary>Its text.</summary>
    public string? Body { get; init; }

    /// <summary>Who wrote it.</summary>
    public string? UserId { get; init; }

    /// <summary>When it was published, UTC.</summary>
    public DateTime? PublishedAt { get; init; }

    /// <summary>When the event happened, UTC.</summary>
    public DateTime? Timestamp { get; init; }
}
