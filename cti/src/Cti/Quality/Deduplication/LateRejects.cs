using System.Text;
using Cti.Records;
using Cti.Records.Batches;
using Cti.Records.Raw;

namespace Cti.Quality.Deduplication;

/// <summary>Rejects of a block that only what came before it, or what lies elsewhere, decides: after validation, while its raw bytes are still there.</summary>
/// <param name="raw">The block's raw batch.</param>
/// <param name="batch">Takes the rejects.</param>
public sealed class LateRejects(RawBatch raw, RecordBatch batch)
{
    private int _segment;
    private bool _any;

    /// <summary>Rejects a row; the rows of one step come in ascending order.</summary>
    public void Add(int row, RecordFailure failure) => Add(row, [failure]);

    /// <summary>Rejects a row for several reasons.</summary>
    public void Add(int row, IReadOnlyList<RecordFailure> failures)
    {
        if (raw.Segments[_segment].FirstRecord > row)
            _segment = 0;
        while (_segment + 1 < raw.Segments.Count && raw.Segments[_segment + 1].FirstRecord <= row)
            _segment++;
        batch.States[row] = RowState.Rejected;
        batch.Segments[_segment].Rejected++;
        batch.Rejects.Add(new RejectedRecord(_segment, raw.Records[row], failures));
        _any = true;
    }

    /// <summary>A row's text of a column, as a failure shows it.</summary>
    public string? KeyOf(int row, int column) =>
        batch.Columns[column] is TextColumn text ? RecordFailure.Shown(Encoding.UTF8.GetString(text.ValueAt(row))) : null;

    /// <summary>Brings all rejects of the block into the order of the source. Called once, at the end.</summary>
    public void Finish()
    {
        if (_any)
            batch.Rejects.Sort((left, right) => left.Span.Start.CompareTo(right.Span.Start));
    }
}
