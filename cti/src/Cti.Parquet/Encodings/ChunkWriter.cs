using Cti.Parquet.Compression;
using Cti.Parquet.Metadata;

namespace Cti.Parquet.Encodings;

/// <summary>Turns the pages of one column chunk after another into bytes: levels, compression, headers.</summary>
/// <remarks>
/// Whether a chunk is compressed at all is decided once, by the dictionary and the first data page, before anything of it is written:
/// the codec belongs to the whole chunk. After a decision against it, pages are written in place, without a copy.
/// </remarks>
internal sealed class ChunkWriter(ParquetWriterOptions options) : IDisposable
{
    private readonly PageCompressor? compressor = PageCompressor.For(options.Codec);
    private readonly ThriftWriter header = new();
    private readonly PooledBuffer dictionary = new();
    private readonly PooledBuffer page = new();
    private readonly PooledBuffer compressed = new();
    private PooledBuffer? target;
    private EncodedColumn column = new() { Offset = 0 };
    private Presence presence = new();
    private bool nullable;
    private bool decided;
    private int dictionaryEntries;
    private int fromRow;
    private int toRow;
    private int levelBytes;
    private int pageStart;

    /// <summary>Directs the next chunk to the end of <paramref name="output"/>.</summary>
    public void Begin(PooledBuffer output, Presence rows, bool isNullable)
    {
        target = output;
        presence = rows;
        nullable = isNullable;
        column = new EncodedColumn { Offset = output.Length };
        decided = compressor is null;
        dictionaryEntries = 0;
        dictionary.Length = 0;
    }

    /// <summary>Where the dictionary's values go, before the first data page.</summary>
    public Span<byte> BeginDictionary(int maxBytes)
    {
        dictionary.Length = 0;
        dictionary.Reserve(maxBytes);
        return dictionary.Array;
    }

    /// <summary>The dictionary is complete.</summary>
    public void EndDictionary(int entries, int bytes)
    {
        dictionaryEntries = entries;
        dictionary.Length = bytes;
    }

    /// <summary>Starts a data page of a range of rows.</summary>
    /// <param name="from">Its first row.</param>
    /// <param name="to">The row after its last.</param>
    /// <param name="maxValueBytes">Greatest size of its values, scratch included.</param>
    /// <returns>Where the values go.</returns>
    public Span<byte> BeginPage(int from, int to, int maxValueBytes)
    {
        fromRow = from;
        toRow = to;
        page.Length = 0;
        page.Reserve(Presence.MaxLevelBytes(to - from) + maxValueBytes);
        levelBytes = nullable ? presence.WriteLevels(from, to, page.Array) : 0;
        return page.Array.AsSpan(levelBytes);
    }

    /// <summary>Whether the size of the values alone decides their place, so that <see cref="BeginPageInPlace"/> may be used.</summary>
    public bool InPlace => decided && column.Codec == ParquetCodec.None && dictionaryEntries == 0;

    /// <summary>Starts an uncompressed plain page whose values take exactly so many bytes; they go where they stay.</summary>
    /// <param name="from">Its first row.</param>
    /// <param name="to">The row after its last.</param>
    /// <param name="valueBytes">Size of its values.</param>
    /// <param name="scratch">Bytes that may be overwritten after them.</param>
    /// <returns>Where the values go.</returns>
    public Span<byte> BeginPageInPlace(int from, int to, int valueBytes, int scratch)
    {
        fromRow = from;
        toRow = to;
        page.Length = 0;
        page.Reserve(Presence.MaxLevelBytes(to - from));
        levelBytes = nullable ? presence.WriteLevels(from, to, page.Array) : 0;
        int size = levelBytes + valueBytes;
        PageHeader.WriteData(header, to - from, FormatCode.Plain, size, size);
        Output.Reserve(PageHeader.MaxBytes + size + scratch);
        int start = Output.Length;
        Append(header.Written);
        Append(page.Array.AsSpan(0, levelBytes));
        int values = Output.Length;
        Output.Length += valueBytes;
        column.UncompressedLength += Output.Length - start;
        pageStart = start;
        return Output.Array.AsSpan(values);
    }

    /// <summary>The page in place is complete.</summary>
    public void EndPageInPlace(PageBounds bounds) => AddPage(pageStart, bounds);

    /// <summary>The page is complete.</summary>
    public void EndPage(int valueBytes, int encoding, PageBounds bounds)
    {
        ReadOnlySpan<byte> raw = page.Array.AsSpan(0, levelBytes + valueBytes);
        int tried = decided ? 0 : Decide(raw);
        WriteDictionary();

        // What was tried as a whole need not be compressed again, unless a dictionary has been in its place since.
        bool isTried = tried > 0 && dictionaryEntries == 0 && column.Codec != ParquetCodec.None;
        ReadOnlySpan<byte> stored = isTried ? compressed.Array.AsSpan(0, tried) : Stored(raw);
        PageHeader.WriteData(header, toRow - fromRow, encoding, raw.Length, stored.Length);
        int start = Output.Length;
        WritePage(raw.Length, stored);
        AddPage(start, bounds);
    }

    /// <summary>The chunk is complete.</summary>
    public EncodedColumn End(PageBounds bounds, ColumnSummary summary)
    {
        column.Length = Output.Length - column.Offset;
        column.Bounds = bounds;
        column.Summary = summary;
        return column;
    }

    /// <summary>Gives the scratch back.</summary>
    public void Dispose()
    {
        dictionary.Dispose();
        page.Dispose();
        compressed.Dispose();
    }

    private PooledBuffer Output => target ?? throw new InvalidOperationException("No column chunk has been begun.");

    private int Decide(ReadOnlySpan<byte> firstPage)
    {
        decided = true;
        bool pays = CompressionTrial.Pays(compressor!, dictionary.Array.AsSpan(0, dictionary.Length), firstPage, compressed, out int tried);
        column.Codec = pays ? options.Codec : ParquetCodec.None;
        return tried;
    }

    private void WriteDictionary()
    {
        if (dictionaryEntries == 0 || column.DictionaryLength > 0) return;
        ReadOnlySpan<byte> raw = dictionary.Array.AsSpan(0, dictionary.Length);
        ReadOnlySpan<byte> stored = Stored(raw);
        PageHeader.WriteDictionary(header, dictionaryEntries, raw.Length, stored.Length);
        int start = Output.Length;
        WritePage(raw.Length, stored);
        column.DictionaryLength = Output.Length - start;
    }

    private ReadOnlySpan<byte> Stored(ReadOnlySpan<byte> raw)
    {
        if (column.Codec == ParquetCodec.None) return raw;
        compressed.Length = 0;
        compressed.Reserve(compressor!.MaxCompressedLength(raw.Length));
        return compressed.Array.AsSpan(0, compressor.Compress(raw, compressed.Array));
    }

    private void WritePage(int rawBytes, ReadOnlySpan<byte> stored)
    {
        Output.Reserve(PageHeader.MaxBytes + stored.Length);
        column.UncompressedLength += header.Written.Length + rawBytes;
        Append(header.Written);
        Append(stored);
    }

    private void AddPage(int start, PageBounds bounds)
    {
        int rows = toRow - fromRow;
        column.Pages.Add(new EncodedPage(start, Output.Length - start, fromRow, rows, rows - presence.CountValues(fromRow, toRow), bounds));
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Output.Array.AsSpan(Output.Length));
        Output.Length += bytes.Length;
    }
}
