using Cti.Quality.Deduplication;
using Cti.Records;
using Cti.Records.Batches;

namespace Cti.Quality.References;

/// <summary>Rejects the records that name what is not known, each with every reason.</summary>
public sealed class ReferenceCheck : IDisposable
{
    private readonly SortedDictionary<int, List<RecordFailure>> _failures = [];

    /// <summary>A check that knows nothing yet.</summary>
    /// <param name="dataset">Whose rows are checked.</param>
    /// <param name="memoryBytes">The budget of all keys together.</param>
    /// <param name="spillFolder">Where state past it goes.</param>
    public ReferenceCheck(Dataset dataset, long memoryBytes, string spillFolder)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        Keys = [.. dataset.ForeignKeys.Select(key => new ForeignKeySet(dataset, key, memoryBytes / dataset.ForeignKeys.Count, spillFolder))];
    }

    /// <summary>The dataset's foreign keys.</summary>
    public IReadOnlyList<ForeignKeySet> Keys { get; }

    /// <summary>Notes what the rows of a batch name. Batches come one at a time, in any order.</summary>
    public void Note(RecordBatch batch)
    {
        foreach (ForeignKeySet key in Keys)
            key.Note(batch);
    }

    /// <summary>Judges the rows of a batch that are still kept.</summary>
    public void Run(RecordBatch batch, LateRejects rejects)
    {
        ArgumentNullException.ThrowIfNull(rejects);
        _failures.Clear();
        foreach (ForeignKeySet key in Keys)
            key.Judge(batch, Add);
        foreach ((int row, List<RecordFailure> failures) in _failures)
            rejects.Add(row, failures.ToArray());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (ForeignKeySet key in Keys)
            key.Dispose();
    }

    // A product that is bought on two lines is missing once.
    private void Add(int row, RecordFailure failure)
    {
        if (!_failures.TryGetValue(row, out List<RecordFailure>? failures))
            _failures[row] = failures = [];
        if (!failures.Contains(failure))
            failures.Add(failure);
    }
}
