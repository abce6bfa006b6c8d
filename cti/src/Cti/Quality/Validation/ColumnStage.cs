using Cti.Records.Batches;
using Cti.Records.Raw;

namespace Cti.Quality.Validation;

/// <summary>One step of a transform: fills a column of a batch, marking the rows that it does not accept as doubtful.</summary>
/// <remarks>A stage keeps scratch memory between blocks: one instance a thread.</remarks>
internal abstract class ColumnStage
{
    /// <summary>Runs over all rows of a block.</summary>
    public abstract void Run(RawBatch raw, RecordBatch batch);
}
