using Cti.Failures;

namespace Cti.Sources;

/// <summary>Tells from an object's first bytes how it is stored.</summary>
public static class ContentSniffer
{
    /// <summary>Bytes that are enough to decide.</summary>
    public const int Needed = 10;

    /// <summary>The compression of an object that begins with these bytes.</summary>
    /// <param name="head">The first <see cref="Needed"/> bytes, or all where there are fewer.</param>
    /// <param name="uri">Of the object, for the message.</param>
    /// <exception cref="CtiException">Usage: a kind of compression that is not supported.</exception>
    public static Compression Detect(ReadOnlySpan<byte> head, string uri)
    {
        if (IsGzip(head)) return Compression.Gzip;
        string? unsupported = Unsupported(head);
        if (unsupported is null) return Compression.None;
        throw CtiException.Usage("read", $"{uri} is {unsupported}, which cannot be read; plain text and gzip are supported: store it as one of these.");
    }

    /// <summary>True where the bytes begin a gzip member.</summary>
    public static bool IsGzip(ReadOnlySpan<byte> head) => head.StartsWith<byte>([0x1F, 0x8B, 0x08]);

    private static string? Unsupported(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith<byte>([0x28, 0xB5, 0x2F, 0xFD])) return "compressed with zstd";
        if (head.StartsWith<byte>([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00])) return "compressed with xz";
        if (head.StartsWith<byte>([0x04, 0x22, 0x4D, 0x18])) return "compressed with lz4";
        if (head.StartsWith("PK\u0003\u0004"u8) || head.StartsWith("PK\u0005\u0006"u8)) return "a zip archive";
        if (IsBzip2(head)) return "compressed with bzip2";
        return null;
    }

    // "BZh" alone could begin a header line; a bzip2 stream goes on with its level and the digits of pi (or, empty, of its root).
    private static bool IsBzip2(ReadOnlySpan<byte> head) =>
        head.Length >= 10 && head.StartsWith("BZh"u8) && head[3] is >= (byte)'1' and <= (byte)'9'
        && (head[4..10].SequenceEqual<byte>([0x31, 0x41, 0x59, 0x26, 0x53, 0x59]) || head[4..10].SequenceEqual<byte>([0x17, 0x72, 0x45, 0x38, 0x50, 0x90]));
}
