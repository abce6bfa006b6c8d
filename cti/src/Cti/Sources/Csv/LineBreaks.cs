namespace Cti.Sources.Csv;

/// <summary>Line breaks: LF, CR LF, and a CR by itself, as CsvHelper reads them.</summary>
internal static class LineBreaks
{
    /// <summary>How many are in the bytes; a CR at their very end counts as one.</summary>
    public static int Count(ReadOnlySpan<byte> bytes)
    {
        int count = bytes.Count((byte)'\n');
        int at = bytes.IndexOf((byte)'\r');
        while (at >= 0)
        {
            if (at + 1 == bytes.Length || bytes[at + 1] != '\n') count++;
            int step = bytes[(at + 1)..].IndexOf((byte)'\r');
            at = step < 0 ? -1 : at + 1 + step;
        }

        return count;
    }

    /// <summary>The length of the line break at <paramref name="at"/>: 1 or 2; 0 where a CR is the last byte in view and more may follow.</summary>
    public static int LengthAt(ReadOnlySpan<byte> bytes, int at, bool final)
    {
        if (bytes[at] == '\n') return 1;
        if (at + 1 < bytes.Length) return bytes[at + 1] == '\n' ? 2 : 1;
        return final ? 1 : 0;
    }
}
