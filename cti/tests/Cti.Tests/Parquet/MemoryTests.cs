using Cti.Parquet;

namespace Cti.Tests.Parquet;

/// <summary>Memory is pooled: a row group costs objects by the column and page, none by the row.</summary>
public class MemoryTests
{
    private const int Rows = 50_000;
    private const int MaxBytesARowGroup = 32 * 1024;
    private const int MaxBytesAChunk = 2048;

    [Theory]
    [InlineData(ParquetCodec.None)]
    [InlineData(ParquetCodec.Snappy)]
    public void Encode_WarmedUp_AllocatesNothingByTheRow(ParquetCodec codec)
    {
        (ParquetSchema schema, ColumnValues[] columns) = Table();
        using RowGroupEncoder encoder = new(schema, new ParquetWriterOptions { Codec = codec });
        for (int i = 0; i < 3; i++) encoder.Encode(columns).Dispose();

        // The least of several: a collection that other tests cause may empty the shared pool in between.
        long least = long.MaxValue;
        for (int i = 0; i < 5; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            encoder.Encode(columns).Dispose();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.InRange(least, 1, MaxBytesARowGroup);
    }

    [Fact]
    public async Task Append_ManyRowGroups_KeepsOnlyWhatTheFooterNeeds()
    {
        (ParquetSchema schema, ColumnValues[] columns) = Table();
        ParquetWriterOptions options = new();
        using RowGroupEncoder encoder = new(schema, options);
        using EncodedRowGroup group = encoder.Encode(columns);
        ParquetFileWriter writer = new(schema, options, (_, _) => ValueTask.CompletedTask);
        await writer.AppendAsync(group, CancellationToken.None);

        // What is never allocated cannot be kept; and the sink completes at once, so that all of it happens on this thread.
        long before = GC.GetAllocatedBytesForCurrentThread();
        const int groups = 100;
        for (int i = 0; i < groups; i++) await writer.AppendAsync(group, CancellationToken.None);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.InRange(allocated / groups / columns.Length, 1, MaxBytesAChunk);
        Assert.Equal((groups + 1L) * Rows, writer.Rows);
    }

    private static (ParquetSchema Schema, ColumnValues[] Columns) Table()
    {
        Random random = new(3);
        object?[] ids = [.. Enumerable.Range(0, Rows).Select(_ => (object)Guid.NewGuid().ToString())];
        object?[] words = [.. Enumerable.Range(0, Rows).Select(_ => random.Next(9) == 0 ? null : (object)$"word {random.Next(200)}")];
        byte[] nulls = [.. words.Select(word => word is null ? (byte)1 : (byte)0)];
        ColumnValues[] columns =
        [
            TextLayout.Plain(ids, random),
            TextLayout.Plain(words, random),
            TextLayout.Coded(words, random),
            new Int32Values([.. ids.Select(_ => random.Next())], nulls, Rows),
            new Int64Values([.. ids.Select(_ => random.NextInt64(50))], null, Rows),
            new DoubleValues([.. ids.Select(_ => random.NextDouble())], nulls, Rows),
            new BooleanValues([.. ids.Select(_ => random.Next(2) == 0)], nulls, Rows),
        ];
        ParquetType[] types = [ParquetType.Utf8, ParquetType.Utf8, ParquetType.Utf8, ParquetType.Int32, ParquetType.TimestampMicros, ParquetType.Double, ParquetType.Boolean];
        return (new ParquetSchema([.. types.Select((type, i) => new ParquetField($"c{i}", type, true))]), columns);
    }
}
