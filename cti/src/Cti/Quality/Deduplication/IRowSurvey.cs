using Cti.Records.Batches;

namespace Cti.Quality.Deduplication;

/// <summary>What a first pass over the whole input learns of which row of each key stays.</summary>
public interface IRowSurvey : IDisposable
{
    /// <summary>Notes the kept rows of the next batch. Batches come in order.</summary>
    void Note(RecordBatch batch);

    /// <summary>Decides, after the last <see cref="Note"/>; called once.</summary>
    /// <param name="memoryBytes">The memory it may take for that.</param>
    void Resolve(long memoryBytes);

    /// <summary>Whether the next row, in the order noted, stays.</summary>
    bool IsNextLatest();
}
