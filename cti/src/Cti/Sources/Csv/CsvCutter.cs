using Cti.Records.Raw;

namespace Cti.Sources.Csv;

/// <summary>Finds where the records of CSV objects begin and end, in order, without cutting them into fields.</summary>
internal sealed class CsvCutter : IObjectCutter<CsvLayout>
{
    private readonly CsvHeaderReader headers;
    private readonly VectorPath path;
    private CsvDialect dialect;
    private readonly BorderScan scan = new();
    private long linesBefore;
    private bool careful;

    /// <summary>Makes a cutter.</summary>
    public CsvCutter(CsvHeaderReader headers, VectorPath path)
    {
        this.headers = headers;
        this.path = path;
    }

    /// <inheritdoc/>
    public int Border => scan.Border;

    /// <inheritdoc/>
    public long Lines => linesBefore + scan.Lines;

    /// <inheritdoc/>
    public ObjectStart<CsvLayout> Begin(ReadOnlySpan<byte> bytes, bool final, string uri) => headers.Read(bytes, final, uri);

    /// <inheritdoc/>
    public void Start(CsvLayout layout, int position)
    {
        dialect = layout.Dialect;
        linesBefore = 0;
        Restart(position);
    }

    /// <inheritdoc/>
    public void Advance(ReadOnlySpan<byte> buffer, int limit, bool final, bool last)
    {
        while (true)
        {
            if (!careful && !scan.Advance(path, buffer, SureLimit(buffer, limit, final), last, dialect.Delimiter)) careful = true;
            if (!careful && final && last && scan.Border < limit) careful = true;
            if (!careful) return;
            if (!PassRecord(buffer[..limit], final)) return;
        }
    }

    /// <inheritdoc/>
    public bool CutLine(ReadOnlySpan<byte> buffer, int limit) => Pass(RecordScanner.Line(buffer[..limit], scan.Border, final: false));

    // A CR that ends the bytes may be half of a CR LF: no border is set behind it before the next byte is seen.
    private int SureLimit(ReadOnlySpan<byte> buffer, int limit, bool final) =>
        !final && limit > scan.Position && buffer[limit - 1] == '\r' ? limit - 1 : limit;

    private bool PassRecord(ReadOnlySpan<byte> bytes, bool final)
    {
        // The scan by masks may have set its border between the two bytes of a CR LF; no block may end there.
        if (scan.Lines > 0 && scan.Border < bytes.Length && bytes[scan.Border] == '\n' && bytes[scan.Border - 1] == '\r')
        {
            linesBefore += scan.Lines;
            scan.Restart(scan.Border + 1);
        }

        if (scan.Border == bytes.Length) return false;
        RecordExtent record = RecordScanner.Scan(bytes, scan.Border, final, dialect, Span<FieldSlice>.Empty);
        return Pass(record);
    }

    private bool Pass(in RecordExtent record)
    {
        if (record.Kind == RecordKind.NeedMore) return false;
        linesBefore += scan.Lines + record.Lines;
        Restart(record.Next);
        return true;
    }

    private void Restart(int position)
    {
        scan.Restart(position);
        careful = false;
    }
}
