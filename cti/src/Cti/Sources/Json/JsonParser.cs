using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Cti.Records;
using Cti.Records.Raw;

namespace Cti.Sources.Json;

/// <summary>Cuts blocks into records and fields. Keeps scratch between blocks: each thread takes one of its own.</summary>
internal sealed class JsonParser
{
    private readonly BatchWriter _writer;
    private readonly JsonLimits _limits;
    private readonly JsonPieces _pieces;
    private readonly JsonRecordReader _reader;
    private readonly JsonFastReader _fast;
    private readonly int _fieldCount;
    private int _countedTo;
    private int _line;
    private bool _checksBytes;
    private bool _countsLines;

    /// <summary>Makes a parser.</summary>
    /// <param name="rawFields">The dataset's fields, in its order.</param>
    /// <param name="form">How they are read.</param>
    /// <param name="limits">What an object may be.</param>
    /// <param name="unknown">Hears of names that are not declared.</param>
    /// <param name="pool">Where the blocks' buffers come from.</param>
    public JsonParser(IReadOnlyList<string> rawFields, JsonForm form, JsonLimits limits, UnknownNames unknown, BufferPool pool)
    {
        _writer = new BatchWriter(pool);
        _limits = limits;
        _pieces = new JsonPieces(limits);
        JsonMember tree = JsonFieldTree.Of(rawFields, form);
        _reader = new JsonRecordReader(tree, rawFields.Count, limits.MaxDepth, unknown);
        _fast = new JsonFastReader(tree, _reader.Fields, _reader.Texts, limits.MaxDepth);
        _fieldCount = rawFields.Count;
    }

    /// <summary>Fills an empty batch from a block; the block's buffer passes to it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Parse(FormatBlock<JsonLayout> block, RawBatch batch)
    {
        _writer.Begin(batch, block, _fieldCount);
        foreach (BlockPart<JsonLayout> part in block.Parts)
        {
            batch.Segments.Add(part.Segment with { FirstRecord = batch.RecordCount });
            int start = part.Segment.Start;
            _countedTo = start;
            _line = 0;
            _countsLines = part.HasLineFeeds;
            _checksBytes = !Utf8Check.IsValid(batch.Buffer.AsSpan(start, part.End - start));
            for (start = Next(start, part.End); start < part.End; start = Next(start, part.End))
                start = Take(start, part.End);
        }
    }

    private int Next(int from, int end) => JsonPieces.SkipSpace(_writer.Batch.Buffer, from, end);

    /// <summary>Takes the piece at <paramref name="start"/> as a record or as a reject.</summary>
    /// <returns>The index behind it.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Take(int start, int limit)
    {
        byte[] buffer = _writer.Batch.Buffer;
        if (buffer[start] != '{')
            return TakeBroken(start, limit);
        try
        {
            RecordFailure? failure = null;
            int end = _fast.Read(buffer, start, limit);
            if (end < 0)
                failure = _reader.Read(buffer, start, limit, out end);
            if (end - start > _limits.MaxObjectBytes)
                return TakeBroken(start, limit);
            if (_checksBytes)
                failure = BadBytes(buffer.AsSpan(start, end - start)) ?? failure;
            if (failure is { } found)
                _writer.Reject(Span(start, end), found);
            else
                Add(start, end);
            return end;
        }
        catch (JsonException)
        {
            return TakeBroken(start, limit);
        }
    }

    private int TakeBroken(int start, int limit)
    {
        byte[] buffer = _writer.Batch.Buffer;
        int next = _pieces.Find(buffer, start, limit, final: true).End;
        int end = next;
        while (end > start && buffer[end - 1] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
            end--;
        ReadOnlySpan<byte> bytes = buffer.AsSpan(start, end - start);
        _writer.Reject(Span(start, end), BadBytes(bytes) ?? WhyBroken(bytes));
        return next;
    }

    /// <summary>Where the piece begins: a line of the segment, counted on from the piece before.</summary>
    private RecordSpan Span(int start, int end)
    {
        if (_countsLines)
        {
            _line += _writer.Batch.Buffer.AsSpan(_countedTo, start - _countedTo).Count((byte)'\n');
            _countedTo = start;
        }

        return new RecordSpan(start, end - start, _line);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Add(int start, int end)
    {
        RawBatch batch = _writer.Batch;
        _writer.EnsureRecords(1);
        int record = batch.RecordCount++;
        batch.Records[record] = Span(start, end);
        int texts = batch.BufferLength;
        if (_reader.Texts.Length > 0)
        {
            _reader.Texts.Written.CopyTo(_writer.Reserve(_reader.Texts.Length));
            _writer.Take(_reader.Texts.Length);
        }

        FieldSlice[] fields = _reader.Fields;
        for (int field = 0; field < fields.Length; field++)
        {
            FieldSlice slice = fields[field];
            batch.Fields[field][record] = slice.Start < 0 ? new FieldSlice(texts + ~slice.Start, slice.Length) : slice;
        }
    }

    private static RecordFailure? BadBytes(ReadOnlySpan<byte> bytes)
    {
        if (Utf8.IsValid(bytes))
            return null;
        int at = 0;
        while (Rune.DecodeFromUtf8(bytes[at..], out _, out int consumed) == System.Buffers.OperationStatus.Done)
            at += consumed;
        return JsonFailures.NotUtf8(at);
    }

    private RecordFailure WhyBroken(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > _limits.MaxObjectBytes)
            return JsonFailures.TooLong(bytes.Length, _limits.MaxObjectBytes);
        if (bytes[0] != '{')
            return JsonFailures.Invalid("it does not begin with a brace.");
        if (IsReadable(bytes, maxDepth: _limits.MaxObjectBytes, out string reason))
            return JsonFailures.TooDeep(_limits.MaxDepth);
        return JsonFailures.Invalid(reason);
    }

    private static bool IsReadable(ReadOnlySpan<byte> bytes, int maxDepth, out string reason)
    {
        Utf8JsonReader reader = new(bytes, new JsonReaderOptions { MaxDepth = maxDepth });
        try
        {
            while (reader.Read())
            {
                // Reading alone is the test.
            }

            reason = string.Empty;
            return true;
        }
        catch (JsonException failure)
        {
            reason = failure.Message;
            return false;
        }
    }
}
