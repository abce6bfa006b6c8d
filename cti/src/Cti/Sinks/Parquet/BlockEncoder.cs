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

    /// <summary>What it has seen of each column, by table and column; none where that is not asked for.</summary>
    public IReadOnlyList<IReadOnlyList<DistinctSketch>> Distinct => [.. _builders.Select(b => b.Distinct)];

    /// <summary>Encodes what is to be written, in the order of the dataset's tables.</summary>
    public IReadOnlyList<EncodedRows> Encode(RecordBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        List<EncodedRows> encoded = new(_builders.Length);
        bool done = false;
        try
        {
            if (batch.Table is not null)
                encoded.Add(_builders[0].Build(batch));
            foreach (RecordBatch part in batch.Parts)
                encoded.Add(_builders[encoded.Count].BuildPart(part, batch));
            done = true;
            return encoded;
        }
        finally
        {
            // Whoever called never sees the tables before one that failed.
            if (!done)
                encoded.ForEach(rows => rows.Dispose());
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (RowGroupBuilder builder in _builders)
            builder.Dispose();
    }
}
