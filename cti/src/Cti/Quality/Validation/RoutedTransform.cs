using System.Runtime.CompilerServices;
using System.Text;
using Cti.Records;
using Cti.Records.Batches;
using Cti.Records.Raw;

namespace Cti.Quality.Validation;

/// <summary>For datasets whose records go to one of several tables each: every table's records go through its own plan.</summary>
/// <remarks>What is known of a record, its state, key and content, comes back into one batch in the order of the source.</remarks>
internal sealed class RoutedTransform : BlockTransform
{
    private const int LongestName = 128;

    private readonly IRecordRouter _router;
    private readonly FlatTransform[] _tables;
    private readonly ulong[] _salts;
    private readonly RawBatch[] _routed;
    private readonly List<RejectedRecord> _rejected = [];

    public RoutedTransform(Dataset dataset, IRecordRouter router, TransformOptions options)
    {
        _router = router;
        _tables = [.. dataset.Plans.Select(plan => new FlatTransform(dataset, plan, options))];
        _salts = [.. dataset.Plans.Select(plan => ContentHash.Of(Encoding.UTF8.GetBytes(plan.Table.Name), 0))];
        _routed = [.. dataset.Plans.Select(_ => new RawBatch { Fields = [.. dataset.RawFields.Select(_ => Array.Empty<FieldSlice>())] })];
    }

    /// <inheritdoc/>
    public override void Run(RawBatch raw, RecordBatch batch)
    {
        batch.Reset(raw.RecordCount, raw.Sequence);
        _rejected.Clear();
        Distribute(raw, batch);
        for (int table = 0; table < _tables.Length; table++)
        {
            RecordBatch part = batch.Parts[table];
            _tables[table].Run(_routed[table], part);
            TakeBack(part, batch, _salts[table]);
            _rejected.AddRange(part.Rejects);
        }

        _rejected.AddRange(raw.Rejects.Select(reject => new RejectedRecord(reject.Segment, reject.Span, [reject.Failure])));
        batch.Rejects.AddRange(_rejected.OrderBy(reject => reject.Span.Start));
        BatchOrigins.Copy(raw, batch);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Distribute(RawBatch raw, RecordBatch batch)
    {
        for (int table = 0; table < _routed.Length; table++)
            Prepare(_routed[table], raw, batch.Parts[table]);
        int segment = 0;
        for (int record = 0; record < raw.RecordCount; record++)
        {
            while (segment < raw.Segments.Count && raw.Segments[segment].FirstRecord <= record)
                BeginSegment(raw.Segments[segment++]);
            Route route = _router.RouteOf(raw, record);
            if (route.Table >= 0)
                batch.Parts[route.Table].Owners[_routed[route.Table].RecordCount++] = record;
            else if (route.Failure is { } failure)
                Reject(raw, batch, record, segment - 1, failure);
            else
                Filter(raw, batch, record, route.Name);
        }

        // Segments without records still stand at their index.
        while (segment < raw.Segments.Count)
            BeginSegment(raw.Segments[segment++]);
        for (int table = 0; table < _routed.Length; table++)
            Gather(raw, _routed[table], batch.Parts[table].Owners);
    }

    private static void Prepare(RawBatch routed, RawBatch raw, RecordBatch part)
    {
        routed.Reset();
        routed.Buffer = raw.Buffer;
        routed.BufferLength = raw.BufferLength;
        routed.Sequence = raw.Sequence;
        part.ResetOwners(raw.RecordCount);
    }

    private void BeginSegment(RawSegment segment)
    {
        foreach (RawBatch routed in _routed)
            routed.Segments.Add(segment with { FirstRecord = routed.RecordCount });
    }

    /// <summary>Copies the records that a table gets, a field after the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Gather(RawBatch raw, RawBatch routed, int[] owners)
    {
        int rows = routed.RecordCount;
        if (routed.Records.Length < rows)
        {
            routed.Records = new RecordSpan[rows + (rows >> 2)];
            for (int field = 0; field < routed.Fields.Length; field++)
                routed.Fields[field] = new FieldSlice[routed.Records.Length];
        }

        for (int row = 0; row < rows; row++)
            routed.Records[row] = raw.Records[owners[row]];
        for (int field = 0; field < raw.Fields.Length; field++)
        {
            FieldSlice[] from = raw.Fields[field];
            FieldSlice[] to = routed.Fields[field];
            for (int row = 0; row < rows; row++)
                to[row] = from[owners[row]];
        }
    }

    private void Reject(RawBatch raw, RecordBatch batch, int record, int segment, RecordFailure failure)
    {
        batch.States[record] = RowState.Rejected;
        _rejected.Add(new RejectedRecord(segment, raw.Records[record], [failure]));
    }

    private static void Filter(RawBatch raw, RecordBatch batch, int record, FieldSlice name)
    {
        batch.States[record] = RowState.Filtered;
        Span<char> characters = stackalloc char[LongestName];
        ReadOnlySpan<byte> bytes = raw.Buffer.AsSpan(name.Start, Math.Clamp(name.Length, 0, LongestName));
        int length = Encoding.UTF8.GetChars(bytes, characters);
        Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> names = batch.FilteredNames.GetAlternateLookup<ReadOnlySpan<char>>();
        names.TryGetValue(characters[..length], out int records);
        names[characters[..length]] = records + 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TakeBack(RecordBatch part, RecordBatch batch, ulong salt)
    {
        for (int row = 0; row < part.RowCount; row++)
        {
            int owner = part.Owners[row];
            batch.States[owner] = part.States[row];
            batch.Keys[owner] = part.Keys[row];
            batch.Contents[owner] = part.Contents[row] + salt;
        }
    }
}
