namespace Cti.Generator.Events;

/// <summary>What an event says, apart from how it is written: a few numbers, from which its text follows.</summary>
internal struct EventContent
{
    /// <summary>The upper half of the id, version bits included.</summary>
    public ulong IdHigh;

    /// <summary>The lower half of the id, variant bits included.</summary>
    public ulong IdLow;

    /// <summary>The upper half of an IPv6 address; 0 for IPv4.</summary>
    public ulong IpHigh;

    /// <summary>The lower half of an IPv6 address, or the IPv4 address.</summary>
    public ulong IpLow;

    /// <summary>Random bits that decide whatever is picked late (a clash's new day, the kind of a fault).</summary>
    public ulong Salt;

    /// <summary>Words of the tags: 10 bits each, the first lowest; from 900 on they are odd words.</summary>
    public ulong TagWords;

    /// <summary>Whose e-mail address.</summary>
    public long Person;

    /// <summary>The day, as <see cref="DateOnly.DayNumber"/>.</summary>
    public int Day;

    /// <summary>Microseconds since midnight.</summary>
    public long Microseconds;

    /// <summary>Number of tags, 0 to 5.</summary>
    public byte TagCount;

    /// <summary>Index of the country.</summary>
    public ushort Country;

    /// <summary>Index of the page.</summary>
    public ushort Uri;

    /// <summary>Index of the action.</summary>
    public ushort Action;

    /// <summary>0, or 1 for the other address that a clash has.</summary>
    public byte EmailEndingShift;

    /// <summary>The tags have one more word at the end, as a clash has.</summary>
    public bool HasExtraTag;

    /// <summary>The address is IPv6.</summary>
    public bool IsIpv6;

    /// <summary>The day is of another month.</summary>
    public bool IsOtherMonth;

    /// <summary>What is at fault.</summary>
    public EventField Fault;

    /// <summary>How it is written.</summary>
    public EventStyle Style;
}
