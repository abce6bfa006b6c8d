using System.Text;
using Cti.ObjectStores;
using Cti.Records.Raw;
using Cti.Sources;
using Cti.Sources.Csv;

namespace Cti.Tests.Sources.Csv;

/// <summary>Runs a source over objects in memory and tells everything that came out.</summary>
internal sealed class CsvRun
{
    public List<CsvItem> Items { get; } = [];

    public List<string> Warnings { get; } = [];

    /// <summary>By block: where each segment begins and how long it is, e.g. <c>0@17+40 1@0+9</c>.</summary>
    public List<string> Blocks { get; } = [];

    public List<RawBatch> Batches { get; } = [];

    public long StoredBytesRead { get; private set; }

    public static string[] Fields(int count) => [.. Enumerable.Range(0, count).Select(i => $"f{i}")];

    public static CsvRun Of(string text, CsvSourceOptions? options = null, int fields = 3) => Of([Encoding.UTF8.GetBytes(text)], options, fields);

    public static CsvRun Of(IReadOnlyList<byte[]> objects, CsvSourceOptions? options = null, int fields = 3, Func<int>? pieceBytes = null)
    {
        var store = new MemoryObjectStore(pieceBytes);
        for (int i = 0; i < objects.Count; i++) store.Add($"/data/{i}.csv", objects[i]);
        return Of(store, Fields(fields), options);
    }

    public static CsvRun Of(MemoryObjectStore store, string[] fields, CsvSourceOptions? options = null)
    {
        // Nothing here waits for anything but memory.
        return RunAsync(store, store.Inputs, fields, options ?? new CsvSourceOptions()).GetAwaiter().GetResult();
    }

    private static async Task<CsvRun> RunAsync(IObjectStore store, IReadOnlyList<ObjectInfo> inputs, string[] fields, CsvSourceOptions options)
    {
        var run = new CsvRun();
        await using var source = new CsvRecordSource(inputs, store, fields, options with { Warn = run.Warnings.Add }, new BufferPool());
        while (await source.ReadAsync(CancellationToken.None) is { } block)
        {
            Assert.Equal(run.Blocks.Count, block.Sequence);
            RawBatch batch = source.Parse(block);
            Assert.Equal(block.Sequence, batch.Sequence);
            run.Blocks.Add(Describe(block));
            run.Collect(batch);
            if (run.Batches.Count < 1)
                run.Batches.Add(batch);
            else
                source.Recycle(batch);
        }

        run.StoredBytesRead = source.StoredBytesRead;
        return run;
    }

    private static string Describe(RawBlock block)
    {
        var parts = ((FormatBlock<CsvLayout>)block).Parts;
        return string.Join(' ', parts.Select(part => $"{part.Segment.Source}@{part.Segment.FirstOffset}+{part.End - part.Segment.Start}"));
    }

    private void Collect(RawBatch batch)
    {
        int reject = 0;
        int segment = 0;
        for (int record = 0; record <= batch.RecordCount; record++)
        {
            while (reject < batch.Rejects.Count && batch.Rejects[reject].BeforeRecord == record) AddReject(batch, batch.Rejects[reject++]);
            if (record == batch.RecordCount) break;
            while (segment + 1 < batch.Segments.Count && batch.Segments[segment + 1].FirstRecord <= record) segment++;
            RawSegment from = batch.Segments[segment];
            RecordSpan span = batch.Records[record];
            IEnumerable<string> fields = batch.Fields.Select(column => CsvItem.Text(batch.Buffer.AsSpan(column[record].Start, column[record].Length)));
            Items.Add(CsvItem.Record(from.Source, from.FirstLine + span.Line, from.FirstOffset + span.Start - from.Start, Raw(batch, span), fields));
        }

        Assert.Equal(batch.Rejects.Count, reject);
    }

    private void AddReject(RawBatch batch, RawReject reject)
    {
        RawSegment from = batch.Segments[reject.Segment];
        Assert.False(string.IsNullOrWhiteSpace(reject.Failure.Message));
        Items.Add(CsvItem.Reject(
            from.Source, from.FirstLine + reject.Span.Line, from.FirstOffset + reject.Span.Start - from.Start, Raw(batch, reject.Span), reject.Failure.Code));
    }

    private static string Raw(RawBatch batch, RecordSpan span) => CsvItem.Text(batch.Buffer.AsSpan(span.Start, span.Length));
}
