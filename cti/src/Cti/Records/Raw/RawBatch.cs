namespace Cti.Records.Raw;

/// <summary>A block of raw records cut into fields: what a source hands to the dataset's transform. The seam between CSV or JSON and everything after.</summary>
/// <remarks>
/// Columnar: one array of slices a declared field, so that a transform walks a column at a time. All arrays may be longer than their counts:
/// they are pooled and reused. Whoever takes a batch owns it and gives it back with <see cref="Reset"/> and the pool it came from.
/// </remarks>
public sealed class RawBatch
{
    /// <summary>The raw bytes of the block, then unescaped field texts.</summary>
    public byte[] Buffer { get; set; } = [];

    /// <summary>Bytes used of <see cref="Buffer"/>.</summary>
    public int BufferLength { get; set; }

    /// <summary>Records parsed; rejects are not among them.</summary>
    public int RecordCount { get; set; }

    /// <summary>One entry a record: exact bytes and line.</summary>
    public RecordSpan[] Records { get; set; } = [];

    /// <summary>By declared field in the dataset's order, then by record.</summary>
    public FieldSlice[][] Fields { get; set; } = [];

    /// <summary>The source objects that the block's records come from, in order; at least one.</summary>
    public List<RawSegment> Segments { get; } = [];

    /// <summary>What could not be parsed, in order.</summary>
    public List<RawReject> Rejects { get; } = [];

    /// <summary>Position of the block in the run, from 0, without gaps: the order of everything that must be ordered.</summary>
    public long Sequence { get; set; }

    /// <summary>Empties the batch for reuse; the arrays stay.</summary>
    public void Reset()
    {
        BufferLength = 0;
        RecordCount = 0;
        Sequence = 0;
        Segments.Clear();
        Rejects.Clear();
    }
}
