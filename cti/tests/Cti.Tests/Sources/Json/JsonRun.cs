using System.Text;
using Cti.ObjectStores;
using Cti.Records;
using Cti.Records.Raw;
using Cti.Sources;
using Cti.Sources.Json;

namespace Cti.Tests.Sources.Json;

/// <summary>Runs a source over objects in memory and tells everything that came out.</summary>
internal sealed class JsonRun
{
    public static readonly string[] DefaultFields = ["a", "b", "c.d", "list", "open.*"];

    public List<JsonItem> Items { get; } = [];

    public List<string> Warnings { get; } = [];

    public int Blocks { get; private set; }

    public static JsonRun Of(string text, JsonSourceOptions? options = null, string[]? fields = null) => Of([Encoding.UTF8.GetBytes(text)], options, fields);

    public static JsonRun Of(IReadOnlyList<byte[]> objects, JsonSourceOptions? options = null, string[]? fields = null, Func<int>? pieceBytes = null)
    {
        MemoryObjectStore store = new(pieceBytes);
        for (int i = 0; i < objects.Count; i++)
            store.Add($"/data/{i}.json", objects[i]);

        // Nothing here waits for anything but memory.
        return RunAsync(store, store.Inputs, fields ?? DefaultFields, options ?? new JsonSourceOptions()).GetAwaiter().GetResult();
    }

    private static async Task<JsonRun> RunAsync(IObjectStore store, IReadOnlyList<ObjectInfo> inputs, string[] fields, JsonSourceOptions options)
    {
        JsonRun run = new();
        JsonForm form = new() { OpenFields = ["list"], PassedOver = ["ignored"] };
        await using JsonRecordSource source = new(inputs, store, fields, form, options with { Warn = run.Warnings.Add }, new BufferPool());
        while (await source.ReadAsync(CancellationToken.None) is { } block)
        {
            Assert.Equal(run.Blocks++, block.Sequence);
            RawBatch batch = source.Parse(block);
            run.Collect(batch);
            source.Recycle(batch);
        }

        return run;
    }

    private void Collect(RawBatch batch)
    {
        int reject = 0;
        int segment = 0;
        for (int record = 0; record <= batch.RecordCount; record++)
        {
            while (reject < batch.Rejects.Count && batch.Rejects[reject].BeforeRecord == record)
            {
                RawReject found = batch.Rejects[reject++];
                Add(batch, batch.Segments[found.Segment], found.Span, found.Failure.Code, string.Empty);
            }

            if (record == batch.RecordCount)
                break;
            while (segment + 1 < batch.Segments.Count && batch.Segments[segment + 1].FirstRecord <= record)
                segment++;
            IEnumerable<string?> fields = batch.Fields.Select(f => f[record].Length < 0 ? null : Encoding.UTF8.GetString(batch.Buffer, f[record].Start, f[record].Length));
            Add(batch, batch.Segments[segment], batch.Records[record], null, JsonItem.Join(fields));
        }

        Assert.Equal(batch.Rejects.Count, reject);
    }

    private void Add(RawBatch batch, RawSegment from, RecordSpan span, string? code, string fields) => Items.Add(new JsonItem(
        from.Source, from.FirstLine + span.Line, from.FirstOffset + span.Start - from.Start, JsonItem.Latin(batch.Buffer.AsSpan(span.Start, span.Length)), code, fields));
}
