using Cti.Parquet;
using Cti.Records;
using Cti.Records.Batches;

namespace Cti.Sinks.Parquet;

/// <summary>Turns a block's rows into a row group for each of the dataset's tables. Keeps scratch memory: one instance a thread.</summary>
public sealed class BlockEncoder : IDisposable
{
    private readonly RowGroupBuilder[] _builders;

    /// <summary>Prepares scratch for the dataset's tables.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="options">How files are written.</param>
    /// <param name="sources">URIs of the input objects, for <c>_lines</c>.</param>
    public BlockEncoder(Dataset dataset, ParquetWriterOptions options, IReadOnlyList<string> sources)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        _builders = [.. dataset.Tables.Select(table => new RowGroupBuilder(table, options, sources))];
    }

    /// <summary>Encodes what is to be written, in the order of the dataset's tables.</summary>
    public IReadOnlyList<EncodedRows> Encode(RecordBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        EncodedRows[] encoded = new EncodedRows[_builders.Length];
        int own = batch.Table is null ? 0 : 1;
        if (own == 1)
            encoded[0] = _builders[0].Build(batch);
        for (int part = 0; part < batch.Parts.Count; part++)
            encoded[own + part] = _builders[own + part].BuildPart(batch.Parts[part], batch);
        return encoded;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (RowGroupBuilder builder in _builders)
            builder.Dispose();
    }
}
