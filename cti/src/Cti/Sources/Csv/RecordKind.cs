namespace Cti.Sources.Csv;

/// <summary>What stands at a place where a record begins.</summary>
internal enum RecordKind
{
    /// <summary>Not to be told from the bytes in view.</summary>
    NeedMore,

    /// <summary>An empty line: skipped, and counted as a line only.</summary>
    Blank,

    /// <summary>A record of well-formed fields, as many as the header has; it may span lines.</summary>
    Sound,

    /// <summary>Something else: only the physical line that begins here is the record, and CsvHelper judges it.</summary>
    DoubtfulLine,
}
