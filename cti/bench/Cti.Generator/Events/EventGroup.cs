using Cti.Generator.Vocabulary;

namespace Cti.Generator.Events;

/// <summary>
/// All rows of one id: a first event and up to seven clashes with it. Clash k differs from the first event in exactly one field, and
/// each in another one, so that all contents of a group are certainly different and a program that forgets to compare a field shows.
/// </summary>
internal sealed class EventGroup(EventContent first)
{
    private static readonly EventField[] Changeable =
        [EventField.Timestamp, EventField.Email, EventField.Country, EventField.Ip, EventField.Uri, EventField.Action, EventField.Tags];

    /// <summary>Contents used so far, the first among them; at least 1.</summary>
    public int Used { get; private set; } = 1;

    /// <summary>Whether there are contents left.</summary>
    public bool HasUnused => Used <= Changeable.Length;

    /// <summary>Whether a row of this group was written: the next distinct content gets a new id.</summary>
    public bool HoldsId { get; set; }

    /// <summary>A content that was used: 0 for the first.</summary>
    public EventContent Content(int index, DateOnly month)
    {
        if (index == 0) return first;
        EventField changed = Changeable[(int)(((first.Salt >> 8) + (ulong)index) % (ulong)Changeable.Length)];
        EventContent content = Change(first, changed, month);
        // A changed field is a good one: a clash with a bad row may be the first good row of its id.
        if (content.Fault == changed) content.Fault = EventField.None;
        return content;
    }

    /// <summary>The index of a content not used before.</summary>
    public int UseNext() => Used++;

    private static EventContent Change(EventContent content, EventField field, DateOnly month)
    {
        switch (field)
        {
            case EventField.Timestamp:
                int days = DateTime.DaysInMonth(month.Year, month.Month);
                int day = content.IsOtherMonth ? 0 : content.Day - month.DayNumber;
                content.Day = month.DayNumber + ((day + 1 + (int)(content.Salt % (ulong)(days - 1))) % days);
                content.IsOtherMonth = false;
                break;
            case EventField.Email:
                content.EmailEndingShift = 1;
                break;
            case EventField.Country:
                content.Country = (ushort)((content.Country + 1) % Countries.Names.Length);
                break;
            case EventField.Ip:
                content.IpLow ^= 1;
                break;
            case EventField.Uri:
                content.Uri = (ushort)((content.Uri + 1) % Words.Uris.Length);
                break;
            case EventField.Action:
                content.Action = (ushort)((content.Action + 1) % Words.Actions.Length);
                break;
            default:
                content.HasExtraTag = true;
                break;
        }

        return content;
    }
}
