using System.Security.Cryptography;
using Cti.Parquet;

namespace Cti.Tests.Parquet;

/// <summary>A generated table: schema, options, and row groups of columns.</summary>
public sealed record GeneratedTable(ParquetSchema Schema, ParquetWriterOptions Options, IReadOnlyList<IReadOnlyList<GeneratedColumn>> Groups)
{
    public int Rows => Groups.Sum(group => group[0].Values.Count);

    /// <summary>A column's values over all row groups.</summary>
    public IReadOnlyList<string?> Expected(int column) => [.. Groups.SelectMany(group => group[column].Expected)];

    /// <summary>Writes the table to a file.</summary>
    public async Task<ParquetFileWriter> WriteAsync(string path)
    {
        await using FileStream file = File.Create(path);
        return await WriteAsync((bytes, cancellationToken) => file.WriteAsync(bytes, cancellationToken));
    }

    /// <summary>The SHA-256 of the table's file.</summary>
    public async Task<string> HashAsync()
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await WriteAsync((bytes, _) =>
        {
            hash.AppendData(bytes.Span);
            return ValueTask.CompletedTask;
        });
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Writes the table to a sink.</summary>
    public async Task<ParquetFileWriter> WriteAsync(Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> sink)
    {
        using RowGroupEncoder encoder = new(Schema, Options);
        ParquetFileWriter writer = new(Schema, Options, sink);
        foreach (IReadOnlyList<GeneratedColumn> group in Groups)
        {
            using EncodedRowGroup encoded = encoder.Encode([.. group.Select(column => column.Values)]);
            await writer.AppendAsync(encoded, CancellationToken.None);
        }

        await writer.FinishAsync(CancellationToken.None);
        return writer;
    }
}
