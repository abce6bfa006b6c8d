namespace Cti.Generator.Events;

/// <summary>What of an event may be at fault, or differ in a clash.</summary>
internal enum EventField : byte
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The id.</summary>
    Id,

    /// <summary>The day.</summary>
    Timestamp,

    /// <summary>The e-mail address.</summary>
    Email,

    /// <summary>The country.</summary>
    Country,

    /// <summary>The address.</summary>
    Ip,

    /// <summary>The page.</summary>
    Uri,

    /// <summary>The action.</summary>
    Action,

    /// <summary>The tags.</summary>
    Tags,

    /// <summary>The row as a whole: a field too few or too many.</summary>
    Row,
}
