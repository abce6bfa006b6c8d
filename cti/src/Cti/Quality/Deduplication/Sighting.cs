namespace Cti.Quality.Deduplication;

/// <summary>How a row relates to the rows seen before it.</summary>
public enum Sighting : byte
{
    /// <summary>Its key was not seen before.</summary>
    New,

    /// <summary>Its key was seen, with other content; this content was not.</summary>
    Clash,

    /// <summary>Key and content were seen.</summary>
    Repeat,
}
