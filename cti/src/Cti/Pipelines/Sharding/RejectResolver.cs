using System.Buffers;
using System.Text.Json;
using Cti.Failures;
using Cti.Manifests;
using Cti.ObjectStores;
using Cti.Quality.Deduplication;
using Cti.Quality.Sharding;
using Cti.Quality.Validation;
using Cti.Records;
using Cti.Records.Batches;
using Cti.Records.Raw;
using Cti.Sinks.Quarantine;
using Cti.Sources;
using Cti.Sources.Quarantine;

namespace Cti.Pipelines.Sharding;

/// <summary>Brings the rejects of all shards into the run's own place, without those that are duplicates now, and with those that are conflicts now.</summary>
/// <param name="store">Where everything is.</param>
/// <param name="sources">Opens an input again, for the exact bytes of what is rejected only now.</param>
/// <param name="shards">The shards.</param>
/// <param name="dataset">Their dataset.</param>
/// <param name="sink">Takes the rejects.</param>
/// <param name="erasures">Those that concern the inputs, which hold persons as they came.</param>
internal sealed class RejectResolver(IObjectStore store, IRecordSourceFactory sources, ShardSet shards, Dataset dataset, RejectSink sink, ShardErasures erasures)
{
    private const int MemberBytes = 1 << 20;

    private long _byReference = shards.Sources.Sum(s => s.Manifest.Rejects.ByReference);

    /// <summary>What the manifest says of them, once they are there.</summary>
    public ManifestRejects Written => sink.Written with { ByReference = _byReference };

    /// <summary>Brings them there: shard by shard in order, then what is rejected only now.</summary>
    /// <param name="going">The places of records that are not rejected any more, in order.</param>
    /// <param name="appearing">The places of records that are rejected now, in order.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(IEnumerable<RejectFate> going, IEnumerable<RejectFate> appearing, CancellationToken cancellationToken)
    {
        using IEnumerator<RejectFate> nextGoing = going.GetEnumerator();
        FateCursor<RejectFate> gone = new(nextGoing, fate => fate.Position);
        int inputs = 0;
        foreach (Manifest manifest in shards.Sources.Select(s => s.Manifest))
        {
            inputs += manifest.Inputs.Count;
            bool allStay = !gone.IsBefore(ShardKey.PositionOf(inputs, 0));
            foreach (RejectPart part in manifest.Rejects.Parts)
                await (allStay ? sink.TakeAsync(part, cancellationToken) : FilterAsync(part, gone, cancellationToken)).ConfigureAwait(false);
        }

        using IEnumerator<RejectFate> nextAppearing = appearing.GetEnumerator();
        FateCursor<RejectFate> appear = new(nextAppearing, fate => fate.Position);
        for (int input = 0; input < shards.Inputs.Count; input++)
        {
            if (appear.IsBefore(ShardKey.PositionOf(input + 1, 0)))
                await RejectAsync(input, appear, cancellationToken).ConfigureAwait(false);
        }

        await sink.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Rejects lie in the order of the input, as the fates do: one pass over both.</summary>
    private async Task FilterAsync(RejectPart part, FateCursor<RejectFate> gone, CancellationToken cancellationToken)
    {
        ObjectInfo info = await store.StatAsync(part.Uri, cancellationToken).ConfigureAwait(false)
            ?? throw CtiException.Usage("load", $"{part.Uri} is missing, though its shard's manifest lists it; run the shard again.");
        Dictionary<string, int> indexes = shards.Inputs.Select((input, i) => (input.Uri, i)).ToDictionary(i => i.Uri, i => i.i, StringComparer.Ordinal);
        ArrayBufferWriter<byte> text = new(MemberBytes);
        int records = 0;
        await foreach (ReadOnlyMemory<byte> line in ObjectLines.ReadAsync(store, info, cancellationToken).ConfigureAwait(false))
        {
            ulong position = PositionOf(line.Span, part.Uri, indexes, out bool isByReference);
            if (gone.TryTake(position + 1, out _))
            {
                _byReference -= isByReference ? 1 : 0;
                continue;
            }

            text.Write(line.Span);
            text.Write("\n"u8);
            records++;
            if (text.WrittenCount < MemberBytes)
                continue;
            await sink.AppendAsync(Sinks.GzipBytes.Member(text), records, cancellationToken).ConfigureAwait(false);
            text.ResetWrittenCount();
            records = 0;
        }

        await sink.AppendAsync(Sinks.GzipBytes.Member(text), records, cancellationToken).ConfigureAwait(false);
    }

    private static ulong PositionOf(ReadOnlySpan<byte> line, string uri, Dictionary<string, int> indexes, out bool isByReference)
    {
        try
        {
            Utf8JsonReader json = new(line);
            using JsonDocument reject = JsonDocument.ParseValue(ref json);
            JsonElement error = reject.RootElement.GetProperty("errors")[0];
            isByReference = ForeignKey.IsReasonOf(new RecordFailure(error.GetProperty("field").GetString(), error.GetProperty("code").GetString()!, string.Empty, null));
            return ShardKey.PositionOf(indexes[reject.RootElement.GetProperty("source").GetString()!], reject.RootElement.GetProperty("offset").GetInt64());
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw CtiException.Usage("read", $"{uri} is damaged: {error.Message} Run the shard again.", error);
        }
    }

    /// <summary>Reads an input once more and rejects the records at the places told.</summary>
    private async Task RejectAsync(int input, FateCursor<RejectFate> appear, CancellationToken cancellationToken)
    {
        ManifestInput read = shards.Inputs[input];
        ObjectInfo info = new(read.Uri, read.Size, read.ETag, read.Arrived ?? default);
        Func<int, ReadOnlyMemory<byte>, byte[]?> erase = await erasures.EraserAsync(cancellationToken).ConfigureAwait(false);
        RejectFormatter formatter = new([read.Uri]) { Erase = (_, record) => erase(input, record) };
        BlockTransform transform = BlockTransform.For(dataset, new TransformOptions { Arrivals = [0] });
        RecordBatch batch = RecordBatch.For(dataset);
        IRecordSource source = sources.Open(dataset, [info]);
        await using (source.ConfigureAwait(false))
        {
            while (await source.ReadAsync(cancellationToken).ConfigureAwait(false) is { } block)
            {
                RawBatch raw = source.Parse(block);
                transform.Run(raw, batch);
                batch.Rejects.Clear();
                Reject(raw, batch, input, appear);
                await sink.AppendAsync(formatter.Format(raw, batch), batch.Rejects.Count, cancellationToken).ConfigureAwait(false);
                source.Recycle(raw);
            }
        }

        if (appear.IsBefore(ShardKey.PositionOf(input + 1, 0)))
            throw CtiException.Usage("load", $"{read.Uri} does not hold the records that its shard read; run all shards again under another run key.");
    }

    private void Reject(RawBatch raw, RecordBatch batch, int input, FateCursor<RejectFate> appear)
    {
        LateRejects rejects = new(raw, batch);
        TableDefinition table = dataset.Tables[0];
        int keyColumn = table.Columns.ToList().FindIndex(c => c.Name == table.Key[0]);
        int segment = 0;
        for (int row = 0; row < batch.RowCount; row++)
        {
            while (segment + 1 < raw.Segments.Count && raw.Segments[segment + 1].FirstRecord <= row)
                segment++;
            ulong position = ShardKey.PositionOf(input, raw.Segments[segment].FirstOffset + raw.Records[row].Start - raw.Segments[segment].Start);
            if (appear.TryTake(position + 1, out _))
                rejects.Add(row, Deduplicator.Conflict(table.Key[0], rejects.KeyOf(row, keyColumn)));
        }

        rejects.Finish();
    }
}
