using Cti.Parquet;

namespace Cti.Tests.Parquet;

public class ParquetFileWriterTests
{
    private static readonly ParquetSchema Schema = new([new ParquetField("n", ParquetType.Int64, false)]);
    private static readonly ParquetWriterOptions Options = new();

    [Fact]
    public async Task Finish_WithoutRows_WritesAFileWithoutRowGroups()
    {
        MemoryStream file = new();
        ParquetFileWriter writer = Writer(file);
        using RowGroupEncoder encoder = new(Schema, Options);
        using EncodedRowGroup none = encoder.Encode([new Int64Values([], null, 0)]);

        await writer.AppendAsync(none, CancellationToken.None);
        await writer.FinishAsync(CancellationToken.None);

        Assert.Equal(0, none.TotalBytes);
        Assert.Equal(file.Length, writer.BytesWritten);
        Assert.Equal("PAR1"u8.ToArray(), file.ToArray()[..4]);
        Assert.Equal("PAR1"u8.ToArray(), file.ToArray()[^4..]);
    }

    [Fact]
    public async Task Append_AfterFinish_IsRefused()
    {
        ParquetFileWriter writer = Writer(new MemoryStream());
        using RowGroupEncoder encoder = new(Schema, Options);
        using EncodedRowGroup group = encoder.Encode([new Int64Values([1], null, 1)]);
        await writer.FinishAsync(CancellationToken.None);

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await writer.AppendAsync(group, CancellationToken.None));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await writer.FinishAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Append_OfADisposedGroup_IsRefused()
    {
        ParquetFileWriter writer = Writer(new MemoryStream());
        using RowGroupEncoder encoder = new(Schema, Options);
        EncodedRowGroup group = encoder.Encode([new Int64Values([1], null, 1)]);
        group.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await writer.AppendAsync(group, CancellationToken.None));
    }

    [Fact]
    public async Task Append_WhenTheSinkFails_CountsNothingAndCannotGoOn()
    {
        int calls = 0;
        ParquetFileWriter writer = new(Schema, Options, (_, _) => ++calls < 2 ? ValueTask.CompletedTask : throw new IOException("full"));
        using RowGroupEncoder encoder = new(Schema, Options);
        using EncodedRowGroup group = encoder.Encode([new Int64Values([1], null, 1)]);

        await Assert.ThrowsAsync<IOException>(async () => await writer.AppendAsync(group, CancellationToken.None));

        Assert.Equal(0, writer.Rows);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await writer.FinishAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Append_Cancelled_PassesTheTokenOn()
    {
        using CancellationTokenSource source = new();
        CancellationToken seen = default;
        ParquetFileWriter writer = new(Schema, Options, (_, token) =>
        {
            seen = token;
            return ValueTask.CompletedTask;
        });

        await writer.FinishAsync(source.Token);

        Assert.Equal(source.Token, seen);
    }

    private static ParquetFileWriter Writer(MemoryStream file) => new(Schema, Options, (bytes, token) => file.WriteAsync(bytes, token));
}
