using System.Globalization;
using System.Text;
using Cti.Generator.Output;
using Cti.Generator.Vocabulary;

namespace Cti.Generator.Events;

/// <summary>The text of an event's fields, in a style; in style <see cref="EventStyle.Usual"/> without a fault this is nearly the normal form.</summary>
internal static class EventText
{
    private const int FirstOddTag = 900;

    /// <summary>The id: 36 characters in lower case.</summary>
    public static void Id(in EventContent content, TextBuffer text) => text
        .AppendHex(content.IdHigh >> 32, 8).Append("-"u8).AppendHex(content.IdHigh >> 16, 4).Append("-"u8).AppendHex(content.IdHigh, 4).Append("-"u8)
        .AppendHex(content.IdLow >> 48, 4).Append("-"u8).AppendHex(content.IdLow, 12);

    /// <summary>The date, with the time where it is not midnight or the style writes midnight too.</summary>
    public static void Timestamp(in EventContent content, EventStyle style, TextBuffer text)
    {
        DateOnly day = DateOnly.FromDayNumber(content.Day);
        text.AppendNumber(day.Year, 4).Append("-"u8).AppendNumber(day.Month, 2).Append("-"u8).AppendNumber(day.Day, 2);
        if (content.Microseconds == 0 && !style.HasFlag(EventStyle.WrittenMidnight)) return;
        long seconds = content.Microseconds / 1_000_000;
        long fraction = content.Microseconds % 1_000_000;
        text.Append(style.HasFlag(EventStyle.TimeByLetter) ? "T"u8 : " "u8)
            .AppendNumber(seconds / 3600, 2).Append(":"u8).AppendNumber(seconds / 60 % 60, 2).Append(":"u8).AppendNumber(seconds % 60, 2);
        if (style.HasFlag(EventStyle.SixDecimals)) text.Append("."u8).AppendNumber(fraction, 6);
        else if (fraction > 0) text.Append("."u8).AppendNumber(fraction / 1000, 3);
        if (style.HasFlag(EventStyle.Zulu)) text.Append("Z"u8);
    }

    /// <summary>The e-mail address in lower case.</summary>
    public static void Email(in EventContent content, TextBuffer text) =>
        text.Advance(EmailAddresses.Write(content.Person, content.EmailEndingShift, text.Room));

    /// <summary>The address; IPv6 as RFC 5952 wants it, or at full length.</summary>
    public static void Ip(in EventContent content, EventStyle style, TextBuffer text)
    {
        if (content.IsIpv6)
        {
            bool isLong = style.HasFlag(EventStyle.LongIpv6);
            text.Append(isLong ? "2001:0DB8:"u8 : "2001:db8:"u8).AppendHex(content.IpHigh >> 16, 4).Append(":"u8).AppendHex(content.IpHigh, 4);
            text.Append(isLong ? ":0000:0:0000:"u8 : "::"u8).AppendHex(content.IpLow, 4);
            return;
        }

        for (int shift = 24; shift >= 0; shift -= 8)
        {
            text.AppendNumber((long)(content.IpLow >> shift) & 255);
            if (shift > 0) text.Append("."u8);
        }
    }

    /// <summary>The tags: Python's notation unless the style says otherwise.</summary>
    public static void Tags(in EventContent content, EventStyle style, TextBuffer text)
    {
        int count = content.TagCount + (content.HasExtraTag ? 1 : 0);
        bool isJson = style.HasFlag(EventStyle.JsonTags);
        bool isBare = style.HasFlag(EventStyle.CommaTags) && !isJson && !HasOddTag(content);
        if (!isBare) text.Append("["u8);
        for (int i = 0; i < count; i++)
        {
            if (i > 0) text.Append(isBare ? ","u8 : ", "u8);
            ReadOnlySpan<byte> word = Tag(content, i);
            if (isBare) text.Append(word);
            else if (isJson) AppendJson(word, text);
            else AppendPython(word, text);
        }

        if (!isBare) text.Append("]"u8);
    }

    /// <summary>The tags in normal form: compact JSON.</summary>
    public static void NormalTags(in EventContent content, TextBuffer text)
    {
        text.Append("["u8);
        for (int i = 0; i < content.TagCount + (content.HasExtraTag ? 1 : 0); i++)
        {
            if (i > 0) text.Append(","u8);
            AppendJson(Tag(content, i), text);
        }

        text.Append("]"u8);
    }

    /// <summary>The country in lower case.</summary>
    public static void NormalCountry(in EventContent content, TextBuffer text) =>
        text.Append(Encoding.UTF8.GetBytes(CultureInfo.InvariantCulture.TextInfo.ToLower(Encoding.UTF8.GetString(Countries.Names[content.Country]))));

    /// <summary>The first label of the e-mail's domain.</summary>
    public static void Company(in EventContent content, TextBuffer text)
    {
        Span<byte> address = stackalloc byte[64];
        address = address[..EmailAddresses.Write(content.Person, content.EmailEndingShift, address)];
        ReadOnlySpan<byte> domain = address[(address.IndexOf((byte)'@') + 1)..];
        text.Append(domain[..domain.IndexOf((byte)'.')]);
    }

    private static ReadOnlySpan<byte> Tag(in EventContent content, int index)
    {
        if (index == content.TagCount) return "again and again"u8;
        int word = (int)(content.TagWords >> (10 * index)) & 1023;
        return word < FirstOddTag ? Words.Tags[word % Words.Tags.Length] : Words.OddTags[word % Words.OddTags.Length];
    }

    private static bool HasOddTag(in EventContent content)
    {
        for (int i = 0; i < content.TagCount; i++)
            if (((content.TagWords >> (10 * i)) & 1023) >= FirstOddTag) return true;
        return false;
    }

    private static void AppendJson(ReadOnlySpan<byte> word, TextBuffer text)
    {
        text.Append("\""u8);
        foreach (byte letter in word)
        {
            if (letter == '"') text.Append("\\"u8);
            text.Append([letter]);
        }

        text.Append("\""u8);
    }

    private static void AppendPython(ReadOnlySpan<byte> word, TextBuffer text)
    {
        // As repr() does: single quotes, unless the word holds one.
        ReadOnlySpan<byte> quote = word.Contains((byte)'\'') ? "\""u8 : "'"u8;
        text.Append(quote).Append(word).Append(quote);
    }
}
