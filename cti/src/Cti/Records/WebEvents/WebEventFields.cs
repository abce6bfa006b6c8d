using Cti.Records.Forms;

namespace Cti.Records.WebEvents;

/// <summary>The raw fields of web events, for all types together.</summary>
internal static class WebEventFields
{
    public const int Type = 0;
    public const int Event = 1;
    public const int UserId = 2;
    public const int MessageId = 3;
    public const int Username = 8;
    public const int Email = 9;
    public const int AboutMe = 10;
    public const int TraitsCreatedAt = 11;
    public const int Traits = 12;
    public const int Id = 13;
    public const int Body = 14;
    public const int Author = 15;
    public const int CreatedAt = 16;
    public const int Recipient = 17;
    private const int Timestamp = 4;
    private const int ReceivedAt = 5;
    private const int SentAt = 6;
    private const int OriginalTimestamp = 7;

    /// <summary>The fields' paths.</summary>
    public static readonly string[] Names =
    [
        "type", "event", "userId", "messageId", "timestamp", "receivedAt", "sentAt", "originalTimestamp",
        "traits.username", "traits.email", "traits.about_me", "traits.created_at", "traits.*",
        "properties.id", "properties.body", "properties.author", "properties.created_at", "properties.user_id",
    ];

    /// <summary>When it happened: as the event says, else as the clocks of client and server say together.</summary>
    public static DateTime? MomentOf(RawText raw)
    {
        if (raw.Trimmed(Timestamp) is not null)
            return raw.Timestamp(Timestamp);
        if (raw.Timestamp(ReceivedAt) is not { } received || raw.Timestamp(SentAt) is not { } sent || raw.Timestamp(OriginalTimestamp) is not { } original)
            return null;
        long ticks = received.Ticks - (sent.Ticks - original.Ticks);
        if (ticks >= DateTime.MinValue.Ticks && ticks <= DateTime.MaxValue.Ticks)
            return new DateTime(ticks, DateTimeKind.Utc);
        raw.Fail(Timestamp, "invalid_timestamp", "Field timestamp is missing, and receivedAt − (sentAt − originalTimestamp) is no time of the years 1 to 9999");
        return null;
    }

    /// <summary>Microseconds of a moment; null for none.</summary>
    public static object? Micros(DateTime? utc) => utc is { } moment ? TimestampRule.ToMicros(moment) : null;
}
