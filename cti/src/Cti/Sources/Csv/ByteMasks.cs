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

    /// <summary>NUL bytes.</summary>
    public ulong Nuls;

    /// <summary>Bytes that are no ASCII.</summary>
    public ulong NonAscii;

    /// <summary>Forgets all but the first bytes: what lies behind the end of the data.</summary>
    /// <param name="count">From 1 to 63.</param>
    public void Keep(int count)
    {
        ulong kept = (1UL << count) - 1;
        Quotes &= kept;
        Delimiters &= kept;
        Feeds &= kept;
        Returns &= kept;
        Nuls &= kept;
        NonAscii &= kept;
    }
}
