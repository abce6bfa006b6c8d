namespace Cti.Records.Events;

/// <summary>One user event, normalised. What could not be parsed, or was empty, is null until the validator has spoken.</summary>
public sealed record EventRecord
{
    /// <summary>The event's id; not unique in raw files.</summary>
    public Guid? Id { get; init; }

    /// <summary>When it happened, UTC, to the microsecond.</summary>
    public DateTime? Timestamp { get; init; }

    /// <summary>The user's e-mail address, lower case.</summary>
    public string? Email { get; init; }

    /// <summary>The country, lower case.</summary>
    public string? Country { get; init; }

    /// <summary>The user's IP address: IPv4, or IPv6 as RFC 5952 writes it.</summary>
    public string? Ip { get; init; }

    /// <summary>What was acted on; case kept.</summary>
    public string? Uri { get; init; }

    /// <summary>What was done, lower case.</summary>
    public string? Action { get; init; }

    /// <summary>The tags as a compact JSON array.</summary>
    public string? Tags { get; init; }
}
