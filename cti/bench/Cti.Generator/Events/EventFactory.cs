using Cti.Generator.Randomness;
using Cti.Generator.Vocabulary;

namespace Cti.Generator.Events;

/// <summary>Draws new events, and other styles for old ones.</summary>
internal sealed class EventFactory(EventsOptions options, Xoshiro256 random)
{
    private static readonly EventField[] OtherFaults =
        [EventField.Id, EventField.Timestamp, EventField.Country, EventField.Ip, EventField.Uri, EventField.Action, EventField.Row];

    private readonly long _badEmails = Xoshiro256.Threshold(options.BadEmails);
    private readonly long _badRows = Xoshiro256.Threshold(options.BadRows);
    private readonly long _otherMonths = Xoshiro256.Threshold(options.OtherMonths);
    private readonly long _quirks = Xoshiro256.Threshold(options.Quirks);
    private readonly long _noise = Xoshiro256.Threshold(options.Noise);
    private readonly int _days = DateTime.DaysInMonth(options.Month.Year, options.Month.Month);

    /// <summary>A new event with an id of its own (122 random bits).</summary>
    public EventContent Create()
    {
        EventContent content = new()
        {
            IdHigh = (random.NextBits() & ~0xF000UL) | 0x4000UL,
            IdLow = (random.NextBits() & ~(3UL << 62)) | (2UL << 62),
            IpLow = random.NextBits() & 0xFFFFFFFF,
            Salt = random.NextBits(),
            TagWords = DrawTags(),
            TagCount = 3,
            Person = random.NextBelow(options.People),
            Day = options.Month.DayNumber + random.NextBelow(_days),
            Country = (ushort)random.NextBelow(Countries.Names.Length),
            Uri = (ushort)random.NextBelow(Words.Uris.Length),
            Action = (ushort)random.NextBelow(Words.Actions.Length),
        };
        if (random.NextFraction() < _otherMonths) MoveToOtherMonth(ref content);
        if (random.NextFraction() < _badEmails) content.Fault = EventField.Email;
        else if (random.NextFraction() < _badRows) content.Fault = OtherFaults[random.NextBelow(OtherFaults.Length)];
        if (random.NextFraction() < _quirks) AddQuirk(ref content);
        return content;
    }

    /// <summary>The same event, for some repeats in another style that the normal form undoes.</summary>
    public EventContent Repeat(EventContent content)
    {
        if (random.NextFraction() >= _noise) return content;
        EventStyle allowed = _quirks == 0 ? EventStyle.CaseAndSpaces : EventStyle.Any;
        content.Style ^= (EventStyle)random.NextBits() & allowed;
        return content;
    }

    private ulong DrawTags()
    {
        // Ordinary words only (10 bits each, below 900): one draw for all five places.
        ulong words = 0;
        ulong bits = random.NextBits();
        for (int i = 0; i < 5; i++) words |= ((bits >> (12 * i)) & 4095) * 900 / 4096 << (10 * i);
        return words;
    }

    private void MoveToOtherMonth(ref EventContent content)
    {
        content.IsOtherMonth = true;
        content.Day = random.NextBelow(4) switch
        {
            0 => options.Month.AddMonths(1).DayNumber + random.NextBelow(28),
            1 => options.Month.AddYears(-1).DayNumber + random.NextBelow(28),
            _ => options.Month.DayNumber - 1 - random.NextBelow(3),
        };
    }

    private void AddQuirk(ref EventContent content)
    {
        switch (random.NextBelow(6))
        {
            case 0:
                content.Microseconds = random.NextBelow(86_400L) * 1_000_000;
                break;
            case 1:
                content.Microseconds = random.NextBelow(86_400_000L) * 1_000;
                content.Style = EventStyle.Zulu | EventStyle.TimeByLetter;
                break;
            case 2:
                content.IsIpv6 = true;
                content.IpHigh = random.NextBits() | 0x1000_1000UL;
                content.IpLow |= 0x1000;
                break;
            case 3:
                content.TagCount = (byte)random.NextBelow(6);
                content.TagWords = random.NextBits();
                break;
            case 4:
                content.TagCount = (byte)random.NextBelow(6);
                content.Style = random.NextBelow(2) == 0 ? EventStyle.JsonTags : EventStyle.CommaTags;
                break;
            default:
                content.Style = (EventStyle)random.NextBits() & EventStyle.Any;
                break;
        }
    }
}
