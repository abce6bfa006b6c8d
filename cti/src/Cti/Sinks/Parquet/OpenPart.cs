using System.Security.Cryptography;
using Cti.Manifests;
using Cti.ObjectStores;
using Cti.Parquet;
using Cti.Records;
using Cti.Records.Batches;
using Cti.Records.Columns;
using Cti.Sinks.Runs;

namespace Cti.Sinks.Parquet;

/// <summary>A Parquet part being written, with its digest and its <c>_lines</c>.</summary>
internal sealed class OpenPart : IAsyncDisposable
{
    private readonly ObjectWriter _file;
    private readonly ObjectWriter? _lines;
    private readonly ParquetFileWriter _parquet;
    private readonly IncrementalHash _digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly string _table;

    private OpenPart(string table, ObjectWriter file, ObjectWriter? lines, ParquetSchema schema, ParquetWriterOptions options)
    {
        _table = table;
        _file = file;
        _lines = lines;
        _parquet = new ParquetFileWriter(schema, options, WriteAsync);
    }

    /// <summary>Bytes of the file so far.</summary>
    public long Bytes => _parquet.BytesWritten;

    /// <summary>Begins a part.</summary>
    public static async Task<OpenPart> CreateAsync(
        IObjectStore store, RunLayout layout, string table, int part, ParquetSchema schema, ParquetWriterOptions options, CancellationToken cancellationToken)
    {
        ObjectWriter file = await store.CreateAsync(layout.Part(table, part), cancellationToken).ConfigureAwait(false);
        ObjectWriter? lines = null;
        try
        {
            lines = await store.CreateAsync(layout.Lines(table, part), cancellationToken).ConfigureAwait(false);
            return new OpenPart(table, file, lines, schema, options);
        }
        finally
        {
            if (lines is null)
                await file.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Begins a part that takes another one's place, row for row: its <c>_lines</c> are the other's.</summary>
    public static async Task<OpenPart> ReplaceAsync(
        IObjectStore store, string uri, string table, ParquetSchema schema, ParquetWriterOptions options, CancellationToken cancellationToken)
        => new(table, await store.CreateAsync(uri, cancellationToken).ConfigureAwait(false), lines: null, schema, options);

    /// <summary>Appends a row group.</summary>
    public async ValueTask AppendAsync(EncodedRows rows, CancellationToken cancellationToken)
    {
        await _parquet.AppendAsync(rows.Group, cancellationToken).ConfigureAwait(false);
        if (_lines is not null)
            await _lines.WriteAsync(rows.Lines, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes the footer and makes both files visible.</summary>
    public async Task<ManifestOutput> CloseAsync(TableDefinition table, CancellationToken cancellationToken)
    {
        await _parquet.FinishAsync(cancellationToken).ConfigureAwait(false);
        if (_lines is not null)
            await _lines.CommitAsync(cancellationToken).ConfigureAwait(false);
        await _file.CommitAsync(cancellationToken).ConfigureAwait(false);
        return new ManifestOutput
        {
            Table = _table,
            Uri = _file.Uri,
            Rows = _parquet.Rows,
            Bytes = _parquet.BytesWritten,
            Sha256 = Convert.ToHexStringLower(_digest.GetHashAndReset()),
            Lines = _lines?.Uri ?? string.Empty,
            Schema = [.. table.Columns.Select((column, i) => Describe(column, _parquet.Columns[i]))],
        };
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _digest.Dispose();
        if (_lines is not null)
            await _lines.DisposeAsync().ConfigureAwait(false);
        await _file.DisposeAsync().ConfigureAwait(false);
    }

    private static ManifestColumn Describe(ColumnDefinition column, ColumnSummary summary) => new()
    {
        Name = column.Name,
        Type = column.Type.ToString().ToLowerInvariant(),
        Nullable = column.Nullable,
        Nulls = summary.Nulls,
        Longest = RecordBatch.IsText(column.Type) ? summary.LongestBytes : null,
        Min = column.Personal ? null : summary.MinText,
        Max = column.Personal ? null : summary.MaxText,
    };

    private ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        _digest.AppendData(bytes.Span);
        return _file.WriteAsync(bytes, cancellationToken);
    }
}
