namespace Cti.Sources.Csv;

/// <summary>Where the bytes that matter stand among 64 bytes: bit i is byte i.</summary>
internal struct ByteMasks
{
    /// <summary>Quotes.</summary>
    public ulong Quotes;

    /// <summary>Delimiters.</summary>
    public ulong Delimiters;

    /// <summary>Line feeds.</summary>
    public ulong Feeds;

    /// <summary>Carriage returns.</summary>
    public ulong Returns;
}
