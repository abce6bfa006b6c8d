using System.Buffers;
using System.Text;
using Cti.ObjectStores;
using Cti.Records;
using Cti.Records.Erasing;
using Cti.Records.Raw;
using Cti.Sinks;
using Cti.Sources;

namespace Cti.Pipelines.Erasure.Raw;

/// <summary>Erases persons in whole raw objects, in place: all else keeps its bytes, and gzip stays gzip.</summary>
/// <param name="store">Where they are.</param>
/// <param name="raw">Reads them.</param>
/// <param name="subjects">The persons.</param>
/// <param name="pseudonyms">Makes what takes the place of values.</param>
internal sealed class ObjectEraser(IObjectStore store, RawObject raw, SubjectIndex subjects, Pseudonyms pseudonyms)
{
    private const int BlockBytes = 4 << 20;

    // Emptied of persons found by keyed hashes: those cannot be looked for in text.
    private readonly SearchValues<string>? _emails = subjects.Emails.Count > 0 && subjects.Emails.All(e => e.Contains('@', StringComparison.Ordinal))
        ? SearchValues.Create([.. subjects.Emails], StringComparison.OrdinalIgnoreCase)
        : null;

    /// <summary>Erases an object's records.</summary>
    /// <param name="dataset">What it holds.</param>
    /// <param name="info">The object.</param>
    /// <param name="arrivedAt">When it arrived, in microseconds since 1970-01-01 UTC.</param>
    /// <param name="before">Called with the number of records to be erased, before the object is replaced.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>How many records were erased.</returns>
    public async Task<int> EraseAsync(Dataset dataset, ObjectInfo info, long arrivedAt, Func<int, Task> before, CancellationToken cancellationToken)
    {
        if (dataset.PersonalFields.Count == 0 || (RecordMoment.FieldOf(dataset) is null && arrivedAt > subjects.LatestRequest))
            return 0;
        List<Replacement> found = await FindAsync(dataset, info, arrivedAt, cancellationToken).ConfigureAwait(false);
        if (found.Count == 0)
            return 0;
        await before(found.Count).ConfigureAwait(false);
        await RewriteAsync(info, found, cancellationToken).ConfigureAwait(false);
        return found.Count;
    }

    private async Task<List<Replacement>> FindAsync(Dataset dataset, ObjectInfo info, long arrivedAt, CancellationToken cancellationToken)
    {
        List<Replacement> found = [];
        RawEraser? eraser = null;
        List<string> fields = [.. dataset.RawFields];

        // Whether a record is older than its object is seen when it is looked at more closely.
        long earliest = RecordMoment.FieldOf(dataset) is null ? arrivedAt : long.MinValue;
        int customer = fields.IndexOf(dataset.PersonalFields.FirstOrDefault(f => f.NamesCustomer)?.Raw ?? string.Empty);
        int email = fields.IndexOf(dataset.PersonalFields.FirstOrDefault(f => f.ErasedAs == Records.Columns.ErasedAs.EmailPseudonym)?.Raw ?? string.Empty);
        await raw.ReadAsync(dataset, info, (batch, header) =>
        {
            eraser ??= RawEraser.For(dataset, header, subjects, pseudonyms);
            bool isAnywhere = _emails is not null && Encoding.UTF8.GetString(batch.Buffer, 0, batch.BufferLength).AsSpan().ContainsAny(_emails);
            for (int record = 0; record < batch.RecordCount; record++)
            {
                if (isAnywhere || subjects.Find(RawObject.TextOf(batch, customer, record), RawObject.TextOf(batch, email, record), earliest) is not null)
                    Add(found, eraser, batch, SegmentOf(batch, record), batch.Records[record], arrivedAt);
            }

            foreach (RawReject reject in batch.Rejects)
                Add(found, eraser, batch, batch.Segments[reject.Segment], reject.Span, arrivedAt);
        }, cancellationToken).ConfigureAwait(false);
        found.Sort((left, right) => left.Offset.CompareTo(right.Offset));
        return found;
    }

    private static void Add(List<Replacement> found, RawEraser eraser, RawBatch batch, RawSegment segment, RecordSpan span, long arrivedAt)
    {
        if (eraser.Erase(batch.Buffer.AsMemory(span.Start, span.Length), arrivedAt) is { } erased)
            found.Add(new Replacement(RawObject.OffsetOf(segment, span), span.Length, erased));
    }

    private static RawSegment SegmentOf(RawBatch batch, int record)
    {
        int segment = 0;
        while (segment + 1 < batch.Segments.Count && batch.Segments[segment + 1].FirstRecord <= record)
            segment++;
        return batch.Segments[segment];
    }

    private async Task RewriteAsync(ObjectInfo info, List<Replacement> found, CancellationToken cancellationToken)
    {
        Stream stored = await store.OpenReadAsync(info, cancellationToken).ConfigureAwait(false);
        ObjectReader reader = await ObjectReader.OpenAsync(info, stored, new StoredBytesCounter(), cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            ObjectWriter writer = await store.CreateAsync(info.Uri, cancellationToken).ConfigureAwait(false);
            await using (writer.ConfigureAwait(false))
            {
                bool isGzip = reader.Compression == Compression.Gzip;
                byte[] buffer = new byte[1 << 20];
                ArrayBufferWriter<byte> text = new(BlockBytes + buffer.Length);
                Splicer splicer = new(found);
                for (int read; (read = await reader.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
                {
                    splicer.Take(buffer.AsSpan(0, read), text);
                    if (text.WrittenCount < BlockBytes)
                        continue;
                    await writer.WriteAsync(isGzip ? GzipBytes.Member(text) : text.WrittenMemory, cancellationToken).ConfigureAwait(false);
                    text.ResetWrittenCount();
                }

                await writer.WriteAsync(isGzip ? GzipBytes.Member(text) : text.WrittenMemory, cancellationToken).ConfigureAwait(false);
                await writer.CommitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private readonly record struct Replacement(long Offset, int Length, byte[] Bytes);

    /// <summary>Passes bytes on, putting replacements in.</summary>
    private sealed class Splicer(List<Replacement> replacements)
    {
        private long _position;
        private int _next;

        public void Take(ReadOnlySpan<byte> bytes, ArrayBufferWriter<byte> into)
        {
            while (bytes.Length > 0)
            {
                Replacement? next = _next < replacements.Count ? replacements[_next] : null;
                long until = next is null ? long.MaxValue : next.Value.Offset;
                bool inside = _position >= until;
                long end = inside ? until + next!.Value.Length : until;
                int taken = (int)Math.Min(bytes.Length, end - _position);
                if (!inside)
                    into.Write(bytes[..taken]);
                bytes = bytes[taken..];
                _position += taken;
                if (inside && _position == end)
                {
                    into.Write(next!.Value.Bytes);
                    _next++;
                }
            }
        }
    }
}
