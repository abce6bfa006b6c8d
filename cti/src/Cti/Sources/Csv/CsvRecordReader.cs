using System.Text;
using System.Text.Unicode;
using Cti.Records;
using Cti.Records.Raw;

namespace Cti.Sources.Csv;

/// <summary>Reads single records with care: those that span lines, are in doubt, or cannot be read at all.</summary>
internal sealed class CsvRecordReader
{
    private readonly BatchWriter writer;
    private readonly IReadOnlyList<string> declared;
    private readonly CsvJudge judge = new();
    private FieldSlice[] fields = [];

    /// <summary>Makes a reader.</summary>
    /// <param name="writer">Takes the records and rejects.</param>
    /// <param name="declared">The dataset's fields, for messages.</param>
    public CsvRecordReader(BatchWriter writer, IReadOnlyList<string> declared)
    {
        this.writer = writer;
        this.declared = declared;
    }

    /// <summary>Adds the record at <paramref name="start"/> to the batch, or the reject.</summary>
    /// <param name="layout">Of the object.</param>
    /// <param name="start">Where the record begins.</param>
    /// <param name="end">Where the part ends; a record ends there too.</param>
    /// <param name="line">Line of the record; goes on to that of the next one.</param>
    /// <returns>Where the next record begins.</returns>
    public int Take(CsvLayout layout, int start, int end, ref int line)
    {
        if (fields.Length != layout.Dialect.Columns) fields = new FieldSlice[layout.Dialect.Columns];
        RecordExtent extent = RecordScanner.Scan(writer.Batch.Buffer.AsSpan(0, end), start, final: true, layout.Dialect, fields);
        var span = new RecordSpan(start, extent.End - start, line);
        line += extent.Lines;
        if (extent.Kind == RecordKind.Blank) return extent.Next;

        RecordFailure? failure = BadBytes(writer.Batch.Buffer.AsSpan(start, span.Length));
        if (failure is null) failure = extent.Kind == RecordKind.Sound ? TakeSound(layout, span) : TakeDoubtful(layout, span);
        if (failure is { } found) writer.Reject(span, found);
        return extent.Next;
    }

    private static RecordFailure? BadBytes(ReadOnlySpan<byte> bytes)
    {
        int nul = bytes.IndexOf((byte)0);
        if (nul >= 0) return CsvFailures.Nul(nul);
        if (Utf8.IsValid(bytes)) return null;
        int at = 0;
        while (Rune.DecodeFromUtf8(bytes[at..], out _, out int consumed) == System.Buffers.OperationStatus.Done) at += consumed;
        return CsvFailures.NotUtf8(at);
    }

    private RecordFailure? TakeSound(CsvLayout layout, RecordSpan span)
    {
        for (int column = 0; column < fields.Length; column++)
        {
            ref FieldSlice field = ref fields[column];
            bool quoted = field.Length > 0 && writer.Batch.Buffer[field.Start] == '"';
            if (quoted)
                field = new FieldSlice(field.Start + 1, field.Length - 2);
            else if (field.Length > layout.Dialect.MaxFieldBytes)
                return CsvFailures.TooLong(NameOf(layout, column), field.Length, layout.Dialect.MaxFieldBytes);
            if (quoted) field = writer.Unescaped(field);
        }

        int record = AddRecord(span);
        for (int column = 0; column < fields.Length; column++)
            if (layout.Targets[column] >= 0) writer.Batch.Fields[layout.Targets[column]][record] = fields[column];
        return null;
    }

    private RecordFailure? TakeDoubtful(CsvLayout layout, RecordSpan span)
    {
        CsvDialect dialect = layout.Dialect;
        ReadOnlySpan<byte> bytes = writer.Batch.Buffer.AsSpan(span.Start, span.Length);
        if (!bytes.Contains((byte)'"')) return CsvFailures.Ragged(bytes.Count(dialect.Delimiter) + 1, dialect.Columns);
        string[]? texts = judge.Fields(bytes, dialect.Delimiter);
        if (texts is null) return CsvFailures.Unterminated(dialect.MaxFieldBytes);
        if (texts.Length != dialect.Columns) return CsvFailures.Ragged(texts.Length, dialect.Columns);
        for (int column = 0; column < texts.Length; column++)
        {
            int length = Encoding.UTF8.GetByteCount(texts[column]);
            if (length > dialect.MaxFieldBytes) return CsvFailures.TooLong(NameOf(layout, column), length, dialect.MaxFieldBytes);
        }

        int record = AddRecord(span);
        for (int column = 0; column < texts.Length; column++)
        {
            if (layout.Targets[column] < 0) continue;
            Span<byte> room = writer.Reserve(Encoding.UTF8.GetMaxByteCount(texts[column].Length));
            writer.Batch.Fields[layout.Targets[column]][record] = writer.Take(Encoding.UTF8.GetBytes(texts[column], room));
        }

        return null;
    }

    private int AddRecord(RecordSpan span)
    {
        writer.EnsureRecords(1);
        int record = writer.Batch.RecordCount++;
        writer.Batch.Records[record] = span;
        return record;
    }

    private string? NameOf(CsvLayout layout, int column) => layout.Targets[column] < 0 ? null : declared[layout.Targets[column]];
}
