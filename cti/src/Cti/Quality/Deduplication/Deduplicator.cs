using System.Runtime.CompilerServices;
using Cti.Records;
using Cti.Records.Batches;

namespace Cti.Quality.Deduplication;

/// <summary>Decides for each row, in the order of the input, whether it stays, goes as a duplicate, or stays under a new id.</summary>
public sealed class Deduplicator
{
    private const int PrefetchRows = 16;

    private readonly KeyPolicy _policy;
    private readonly SightingIndex? _index;
    private readonly IRowSurvey? _survey;
    private readonly string _keyName;
    private readonly int _keyColumn;
    private readonly NewIds _newIds;

    /// <summary>For the policies that go by what was seen before.</summary>
    public Deduplicator(Dataset dataset, SightingIndex index)
        : this(dataset) => _index = index;

    /// <summary>For the policies that go by what comes later: <paramref name="survey"/> has seen the whole input.</summary>
    public Deduplicator(Dataset dataset, IRowSurvey survey)
        : this(dataset) => _survey = survey;

    private Deduplicator(Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        TableDefinition table = dataset.Tables[0];
        _policy = dataset.KeyPolicy;
        List<string> names = [.. table.Columns.Select(c => c.Name)];
        _keyName = table.Key[0];
        _keyColumn = names.IndexOf(_keyName);
        _newIds = new NewIds(dataset);
    }

    /// <summary>Judges all rows of the next batch that are still kept. Batches come in order.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="rejects">Takes the rows that clash, where the policy rejects them; else null.</param>
    public void Run(RecordBatch batch, LateRejects? rejects = null)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (_survey is not null)
            KeepSurveyed(batch, _survey);
        else
            KeepFirst(batch, _index!, rejects);
    }

    /// <summary>Why a row goes whose key came before with other content.</summary>
    internal static RecordFailure Conflict(string keyName, string? key) => new(keyName, "id_conflict", $"An earlier record has the same {keyName} and other content", key);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void KeepFirst(RecordBatch batch, SightingIndex index, LateRejects? rejects)
    {
        RowState[] states = batch.States;
        UInt128[] keys = batch.Keys;
        ulong[] contents = batch.Contents;
        int rows = batch.RowCount;
        bool remembersClashes = _policy == KeyPolicy.NewId;
        for (int row = 0; row < rows; row++)
        {
            if (row + PrefetchRows < rows)
                index.Prefetch(keys[row + PrefetchRows]);
            if (states[row] != RowState.Kept)
                continue;
            Sighting sighting = index.Add(keys[row], contents[row], remembersClashes);
            if (sighting == Sighting.Repeat)
                states[row] = RowState.Duplicate;
            else if (sighting == Sighting.Clash)
                Clash(batch, row, rejects);
        }
    }

    private static void KeepSurveyed(RecordBatch batch, IRowSurvey survey)
    {
        for (int row = 0; row < batch.RowCount; row++)
        {
            if (batch.States[row] == RowState.Kept && !survey.IsNextLatest())
                batch.States[row] = RowState.Duplicate;
        }
    }

    private void Clash(RecordBatch batch, int row, LateRejects? rejects)
    {
        if (_policy == KeyPolicy.Conflict)
        {
            rejects!.Add(row, Conflict(_keyName, rejects.KeyOf(row, _keyColumn)));
            return;
        }

        if (_policy != KeyPolicy.NewId)
        {
            batch.States[row] = RowState.Duplicate;
            return;
        }

        _newIds.Reassign(batch, row);
    }
}
