using System.Text;
using Cti.ObjectStores;
using Cti.Records;
using Cti.Records.Raw;
using Cti.Sources;

namespace Cti.Pipelines.Erasure.Raw;

/// <summary>Reads raw objects record by record.</summary>
/// <param name="sources">Opens them.</param>
internal sealed class RawObject(IRecordSourceFactory sources)
{
    /// <summary>Hears of each block of an object in order: the batch, whose bytes are valid during the call, and the object's header, where it has one.</summary>
    public async Task ReadAsync(Dataset dataset, ObjectInfo info, Action<RawBatch, string?> hear, CancellationToken cancellationToken)
    {
        IRecordSource source = sources.Open(dataset, [info]);
        await using (source.ConfigureAwait(false))
        {
            while (await source.ReadAsync(cancellationToken).ConfigureAwait(false) is { } block)
            {
                RawBatch batch = source.Parse(block);
                hear(batch, source.HeaderOf(0));
                source.Recycle(batch);
            }
        }
    }

    /// <summary>A record's text of a declared field; null where it is null or missing.</summary>
    public static string? TextOf(RawBatch batch, int field, int record)
    {
        if (field < 0)
            return null;
        FieldSlice slice = batch.Fields[field][record];
        return slice.Length < 0 ? null : Encoding.UTF8.GetString(batch.Buffer, slice.Start, slice.Length);
    }

    /// <summary>Offset in the decompressed object of a piece of a batch.</summary>
    public static long OffsetOf(RawSegment segment, RecordSpan span) => segment.FirstOffset + span.Start - segment.Start;
}
