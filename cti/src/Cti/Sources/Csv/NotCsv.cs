using Cti.Failures;

namespace Cti.Sources.Csv;

/// <summary>Names what an object is that is no CSV, where its first bytes give it away.</summary>
internal static class NotCsv
{
    /// <summary>Refuses text in UTF-16 or UTF-32, by its byte order mark.</summary>
    /// <exception cref="CtiException">Usage.</exception>
    public static void RefuseForeignEncoding(ReadOnlySpan<byte> bytes, string uri)
    {
        if (bytes.StartsWith<byte>([0xFF, 0xFE]) || bytes.StartsWith<byte>([0xFE, 0xFF]) || bytes.StartsWith<byte>([0x00, 0x00, 0xFE, 0xFF]))
            throw CtiException.Usage("read", $"{uri} is in UTF-16 or UTF-32; expected is UTF-8: store it in UTF-8.");
    }

    /// <summary>A clause for a message, ending in "; ", or nothing where the bytes look like any text.</summary>
    /// <remarks>Asked only once the header did not fit: a CSV header may begin with a bracket too.</remarks>
    public static string Looks(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith("PAR1"u8)) return "it looks like Parquet; ";
        if (ContentSniffer.IsGzip(bytes)) return "it looks like gzip inside gzip; ";
        if (bytes.StartsWith("%PDF"u8)) return "it looks like PDF; ";
        ReadOnlySpan<byte> text = bytes.TrimStart(" \t\r\n"u8);
        if (text.StartsWith("{"u8) || text.StartsWith("["u8)) return "it looks like JSON; ";
        if (text.StartsWith("<"u8)) return "it looks like XML or HTML; ";
        return bytes.Contains((byte)0) ? "it holds NUL bytes as binary files do; " : string.Empty;
    }
}
