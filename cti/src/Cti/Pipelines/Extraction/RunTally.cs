using Cti.Manifests;
using Cti.ObjectStores;
using Cti.Records;
using Cti.Records.Batches;
using Cti.Sources;

namespace Cti.Pipelines.Extraction;

/// <summary>Counts what became of every record, for each input object and in sum.</summary>
/// <param name="inputs">The input objects.</param>
internal sealed class RunTally(IReadOnlyList<ObjectInfo> inputs)
{
    private const int MostReasons = 5;
    private const int MostNames = 100;
    private const string OtherNames = "(others)";

    private readonly Counts[] _counts = [.. inputs.Select(_ => new Counts())];
    private readonly SortedDictionary<string, long> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<(string? Field, string Code), (string Message, long Records)> _reasons = [];

    private string?[] _headers = new string?[inputs.Count];

    /// <summary>How many records are of no wanted type, by name in ordinal order; null where there are none.</summary>
    public IReadOnlyDictionary<string, long>? FilteredNames => _names.Count == 0 ? null : _names;

    /// <summary>Records read so far.</summary>
    public long RecordsRead { get; private set; }

    /// <summary>Of the rejected records, those rejected for what they refer to alone.</summary>
    public long RejectedByReference { get; private set; }

    /// <summary>The sum over all inputs.</summary>
    public Counts Total => _counts.Aggregate(new Counts(), (sum, counts) => sum + counts);

    /// <summary>The inputs, each with its counts.</summary>
    public IReadOnlyList<ManifestInput> Inputs =>
    [
        .. inputs.Select((input, i) => new ManifestInput(input.Uri, input.Size, input.ETag, _counts[i], input.LastModified, _counts[i].Rejected > 0 ? _headers[i] : null)),
    ];

    /// <summary>The most frequent reasons for rejects.</summary>
    public IReadOnlyList<RejectReason> TopReasons =>
    [
        .. _reasons.OrderByDescending(r => r.Value.Records).ThenBy(r => r.Key.Code, StringComparer.Ordinal).ThenBy(r => r.Key.Field, StringComparer.Ordinal)
            .Take(MostReasons)
            .Select(r => new RejectReason(r.Key.Field, r.Key.Code, r.Value.Message, r.Value.Records)),
    ];

    /// <summary>Takes a batch whose rows are all judged.</summary>
    public void Add(RecordBatch batch)
    {
        for (int i = 0; i < batch.Segments.Count; i++)
        {
            BatchSegment segment = batch.Segments[i];
            RecordsRead += segment.Read;
            int end = i + 1 < batch.Segments.Count ? batch.Segments[i + 1].FirstRow : batch.RowCount;
            _counts[segment.Source] += CountsOf(batch.States.AsSpan(segment.FirstRow, end - segment.FirstRow), segment);
        }

        foreach ((string name, int records) in batch.FilteredNames)
        {
            string counted = _names.ContainsKey(name) || _names.Count < MostNames ? name : OtherNames;
            _names[counted] = _names.GetValueOrDefault(counted) + records;
        }

        foreach (RejectedRecord reject in batch.Rejects)
        {
            RejectedByReference += ForeignKey.IsReasonOf(reject.Failures[0]) ? 1 : 0;
            foreach (RecordFailure failure in reject.Failures)
            {
                (string message, long records) = _reasons.GetValueOrDefault((failure.Field, failure.Code), (failure.Message, 0));
                _reasons[(failure.Field, failure.Code)] = (message, records + 1);
            }
        }
    }

    /// <summary>Takes the headers without which rejected records could not be read again. The source has been read to its end.</summary>
    public void NoteHeaders(IRecordSource source) => _headers = [.. inputs.Select((_, i) => source.HeaderOf(i))];

    /// <summary>Makes sure that every record is accounted for, in each object and in sum.</summary>
    /// <param name="rowsWritten">Rows in the outputs.</param>
    /// <param name="rejectsWritten">Records in the files of rejects.</param>
    /// <exception cref="InvalidOperationException">They are not: a bug; nothing may be committed.</exception>
    public void CheckBalance(long rowsWritten, long rejectsWritten)
    {
        for (int i = 0; i < _counts.Length; i++)
        {
            if (!_counts[i].IsBalanced)
                throw new InvalidOperationException($"The counts of {inputs[i].Uri} do not add up: {_counts[i]}. Nothing was committed.");
        }

        Counts total = Total;
        if (!total.IsBalanced || total.Written != rowsWritten || total.Rejected != rejectsWritten)
            throw new InvalidOperationException($"The counts do not add up: {total}, {rowsWritten} rows and {rejectsWritten} rejects in files. Nothing was committed.");
    }

    private static Counts CountsOf(ReadOnlySpan<RowState> states, BatchSegment segment)
    {
        long reassigned = states.Count(RowState.Reassigned);
        return new Counts
        {
            Read = segment.Read,
            Written = states.Count(RowState.Kept) + reassigned,
            Duplicates = states.Count(RowState.Duplicate),
            Reassigned = reassigned,
            Filtered = states.Count(RowState.Filtered),
            Rejected = segment.Rejected,
        };
    }
}
