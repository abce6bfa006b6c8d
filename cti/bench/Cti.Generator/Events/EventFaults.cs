using Cti.Generator.Output;

namespace Cti.Generator.Events;

/// <summary>Faulty values, one fault each, with the reason for which the row must be rejected.</summary>
internal static class EventFaults
{
    private static readonly byte[] TooLongForUri = [.. "page/"u8, .. Enumerable.Repeat((byte)'x', 2044)];

    // 33 letters of two bytes: short enough in characters, too long in bytes.
    private static readonly byte[] TooLongForName = [.. Enumerable.Repeat("é"u8.ToArray(), 33).SelectMany(letter => letter)];

    /// <summary>Why a row with this fault is rejected, as <c>field:code</c> or <c>code</c>.</summary>
    public static string Reason(in EventContent content) => content.Fault switch
    {
        EventField.Id => content.Salt % 4 == 0 ? "id:required" : "id:invalid_uuid",
        EventField.Timestamp => content.Salt % 4 == 0 ? "timestamp:required" : "timestamp:invalid_timestamp",
        EventField.Email => content.Salt % 8 == 0 ? "email:required" : "email:invalid_email",
        EventField.Country => content.Salt % 2 == 0 ? "country:required" : "country:too_long",
        EventField.Ip => content.Salt % 6 == 0 ? "ip:required" : "ip:invalid_ip",
        EventField.Uri => content.Salt % 2 == 0 ? "uri:required" : "uri:too_long",
        EventField.Action => content.Salt % 2 == 0 ? "action:required" : "action:too_long",
        EventField.Row => "ragged_row",
        _ => throw new InvalidOperationException($"A row without a fault ({content.Fault}) has no reason."),
    };

    /// <summary>A bad id.</summary>
    public static ReadOnlySpan<byte> Id(ReadOnlySpan<byte> id, ulong salt) => (salt % 4) switch
    {
        0 => default,
        1 => id[..35],
        2 => "d24173d9-b062-49a7-a856-74c89dcab4g4"u8,
        _ => "{d24173d9-b062-49a7-a856-74c89dcab4a4}"u8,
    };

    /// <summary>A bad day.</summary>
    public static ReadOnlySpan<byte> Timestamp(ulong salt) => (salt % 4) switch
    {
        0 => default,
        1 => "2021-02-30"u8,
        2 => "04/13/2021"u8,
        _ => "2021-4-3"u8,
    };

    /// <summary>Spoils a good e-mail address.</summary>
    public static void Email(TextBuffer text, ulong salt)
    {
        byte[] good = text.Text.ToArray();
        int at = Array.IndexOf(good, (byte)'@');
        ReadOnlySpan<byte> local = good.AsSpan(0, at);
        ReadOnlySpan<byte> domain = good.AsSpan(at + 1);
        text.Clear();
        _ = (salt % 8) switch
        {
            0 => text,
            1 => text.Append(local).Append(domain),
            2 => text.Append(local).Append("@@"u8).Append(domain),
            3 => text.Append("@"u8).Append(domain),
            4 => text.Append(local).Append("@localhost"u8),
            5 => text.Append(local).Append(" junior@"u8).Append(domain),
            6 => text.Append(local).Append("@."u8).Append(domain),
            _ => text.Append(local).Append("@"u8).Append(domain).Append("."u8),
        };
    }

    /// <summary>A bad country or action.</summary>
    public static ReadOnlySpan<byte> Name(ulong salt) => salt % 2 == 0 ? default : TooLongForName;

    /// <summary>A bad address.</summary>
    public static ReadOnlySpan<byte> Ip(ulong salt) => (salt % 6) switch
    {
        0 => default,
        1 => "256.1.2.3"u8,
        2 => "10.1.2"u8,
        3 => "10.01.2.3"u8,
        4 => "10.1.2.3.4"u8,
        _ => "fe80::1%eth0"u8,
    };

    /// <summary>A bad page.</summary>
    public static ReadOnlySpan<byte> Uri(ulong salt) => salt % 2 == 0 ? default : TooLongForUri;
}
