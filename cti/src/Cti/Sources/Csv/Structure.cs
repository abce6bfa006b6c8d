namespace Cti.Sources.Csv;

/// <summary>What 64 bytes that raise no doubt say about records and fields: bit i is byte i.</summary>
internal struct Structure
{
    /// <summary>Delimiters outside quotes.</summary>
    public ulong Delimiters;

    /// <summary>Line breaks, one bit each: of a CR LF only the CR. None is inside quotes.</summary>
    public ulong Breaks;

    /// <summary>Every CR and LF.</summary>
    public ulong BreakBytes;

    /// <summary>The second quotes of doubled ones.</summary>
    public ulong Doubled;
}
