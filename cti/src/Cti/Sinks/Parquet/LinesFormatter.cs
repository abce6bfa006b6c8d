using System.Buffers;
using System.Text.Json;
using Cti.Records.Batches;

namespace Cti.Sinks.Parquet;

/// <summary>Says which source and line each row of a part comes from: a JSON line for each run of rows on consecutive lines.</summary>
/// <remarks>Where such runs are short, a JSON line for all rows of an object in the block, with the steps from each row's line to the next one's.</remarks>
/// <param name="sources">URIs of the input objects.</param>
internal sealed class LinesFormatter(IReadOnlyList<string> sources)
{
    private readonly byte[][] _prefixes = [.. sources.Select(uri => JsonSerializer.SerializeToUtf8Bytes(uri, LinesJson.Default.String))];
    private readonly ArrayBufferWriter<byte> _text = new(64 * 1024);

    /// <summary>The selected rows' origins as one gzip member: <c>{"source":…,"line":…,"rows":…}</c> a line, in the order of the rows; with <c>"steps":[…]</c>
    /// where the rows are not on consecutive lines.</summary>
    public ReadOnlyMemory<byte> Format(RecordBatch batch, ReadOnlySpan<int> rows)
    {
        _text.ResetWrittenCount();
        int at = 0;
        for (int segment = 0; segment < batch.Segments.Count && at < rows.Length; segment++)
        {
            int end = segment + 1 < batch.Segments.Count ? batch.Segments[segment + 1].FirstRow : batch.RowCount;
            int of = at;
            while (of < rows.Length && rows[of] < end)
                of++;
            if (HasShortStretches(batch.Lines, rows[at..of]))
            {
                WriteSteps(batch, batch.Segments[segment], rows[at..of]);
                at = of;
            }

            while (at < of)
                at += WriteStretch(batch, batch.Segments[segment], rows[at..], end);
        }

        return GzipBytes.Member(_text);
    }

    /// <summary>Whether runs of consecutive lines have fewer than eight rows on the average.</summary>
    private static bool HasShortStretches(int[] lines, ReadOnlySpan<int> rows)
    {
        const int LeastRows = 8;
        int stretches = 1;
        for (int i = 1; i < rows.Length; i++)
            stretches += lines[rows[i]] == lines[rows[i - 1]] + 1 ? 0 : 1;
        return rows.Length > LeastRows && stretches * LeastRows > rows.Length;
    }

    private void WriteSteps(RecordBatch batch, BatchSegment segment, ReadOnlySpan<int> rows)
    {
        _text.Write("{\"source\":"u8);
        _text.Write(_prefixes[segment.Source]);
        WriteNumber(",\"line\":"u8, segment.FirstLine + batch.Lines[rows[0]]);
        WriteNumber(",\"rows\":"u8, rows.Length);
        WriteNumber(",\"steps\":["u8, batch.Lines[rows[1]] - batch.Lines[rows[0]]);
        for (int i = 2; i < rows.Length; i++)
            WriteNumber(","u8, batch.Lines[rows[i]] - batch.Lines[rows[i - 1]]);
        _text.Write("]}\n"u8);
    }

    private int WriteStretch(RecordBatch batch, BatchSegment segment, ReadOnlySpan<int> rows, int end)
    {
        int[] lines = batch.Lines;
        int first = lines[rows[0]];
        int length = 1;
        while (length < rows.Length && rows[length] < end && lines[rows[length]] == first + length)
            length++;
        _text.Write("{\"source\":"u8);
        _text.Write(_prefixes[segment.Source]);
        WriteNumber(",\"line\":"u8, segment.FirstLine + first);
        WriteNumber(",\"rows\":"u8, length);
        _text.Write("}\n"u8);
        return length;
    }

    private void WriteNumber(ReadOnlySpan<byte> name, long number)
    {
        _text.Write(name);
        Span<byte> digits = _text.GetSpan(20);
        number.TryFormat(digits, out int written, provider: System.Globalization.CultureInfo.InvariantCulture);
        _text.Advance(written);
    }
}
