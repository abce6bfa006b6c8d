using System.Text;
using Cti.Quality.Deduplication;
using Cti.Records;
using Cti.Records.Batches;

namespace Cti.Quality.References;

/// <summary>The distinct values of a foreign key in a run, and what is known of each: exact for any number, on a fixed budget of memory.</summary>
/// <remarks>First a pass over the input notes them, then whoever knows the records that they name says so, then rows are judged. What is said of values
/// that no row has is forgotten at once, so that the size of what is referred to does not matter.</remarks>
public sealed class ForeignKeySet : IDisposable
{
    // How many values there will be is not known: the tables start small and grow.
    private const long ExpectedValues = 1024;
    private readonly ForeignKeyColumn _column;
    private readonly SightingIndex _wanted;
    private readonly SightingIndex _known;
    private readonly SightingIndex _rejected;
    private readonly KeyTexts _texts;

    /// <summary>An empty set.</summary>
    /// <param name="dataset">Whose rows have the key.</param>
    /// <param name="key">The key.</param>
    /// <param name="memoryBytes">The budget; past it, state goes to the spill folder.</param>
    /// <param name="spillFolder">Where that is.</param>
    public ForeignKeySet(Dataset dataset, ForeignKey key, long memoryBytes, string spillFolder)
    {
        Key = key;
        _column = new ForeignKeyColumn(dataset, key);
        _wanted = new SightingIndex(memoryBytes / 3, ExpectedValues, spillFolder);
        _known = new SightingIndex(memoryBytes / 3, ExpectedValues, spillFolder);
        _rejected = new SightingIndex(memoryBytes / 3, ExpectedValues, spillFolder);
        _texts = new KeyTexts(spillFolder);
    }

    /// <summary>The key.</summary>
    public ForeignKey Key { get; }

    /// <summary>Distinct values noted.</summary>
    public long WantedCount { get; private set; }

    /// <summary>Of those, the known.</summary>
    public long KnownCount { get; private set; }

    /// <summary>Notes the values of the kept rows of a batch.</summary>
    public void Note(RecordBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        RecordBatch rows = _column.RowsOf(batch);
        Span<byte> scratch = stackalloc byte[ForeignKeyColumn.NumberBytes];
        for (int row = 0; row < rows.RowCount; row++)
        {
            if (!batch.IsWritten(OwnerOf(batch, rows, row)))
                continue;
            ReadOnlySpan<byte> text = _column.TextOf(rows, row, scratch);
            if (text.IsEmpty || _wanted.Add(ForeignKeyColumn.HashOf(text), 0, remembersClashes: false) != Sighting.New)
                continue;
            _texts.Add(text);
            WantedCount++;
        }
    }

    /// <summary>The values noted, in the order in which they came.</summary>
    public IEnumerable<string> Wanted() => _texts.ReadAll();

    /// <summary>A record with that key is known.</summary>
    public void AddKnown(ReadOnlySpan<byte> text)
    {
        UInt128 hash = ForeignKeyColumn.HashOf(text);
        if (_wanted.Holds(hash) && _known.Add(hash, 0, remembersClashes: false) == Sighting.New)
            KnownCount++;
    }

    /// <summary>A record with that key was rejected; it may be known all the same, by another version.</summary>
    public void AddRejected(ReadOnlySpan<byte> text)
    {
        UInt128 hash = ForeignKeyColumn.HashOf(text);
        if (_wanted.Holds(hash))
            _rejected.Add(hash, 0, remembersClashes: false);
    }

    /// <summary>Finds the kept rows of a batch that name what is not known; each value is told once a row.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="fail">Takes the owner's row and the reason.</param>
    public void Judge(RecordBatch batch, Action<int, RecordFailure> fail)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(fail);
        RecordBatch rows = _column.RowsOf(batch);
        Span<byte> scratch = stackalloc byte[ForeignKeyColumn.NumberBytes];
        for (int row = 0; row < rows.RowCount; row++)
        {
            int owner = OwnerOf(batch, rows, row);
            if (!batch.IsWritten(owner))
                continue;
            ReadOnlySpan<byte> text = _column.TextOf(rows, row, scratch);
            UInt128 hash = ForeignKeyColumn.HashOf(text);
            if (text.IsEmpty || _known.Holds(hash))
                continue;
            string value = Encoding.UTF8.GetString(text);
            fail(owner, _rejected.Holds(hash) ? Key.Rejected(value) : Key.Unknown(value));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _wanted.Dispose();
        _known.Dispose();
        _rejected.Dispose();
        _texts.Dispose();
    }

    private static int OwnerOf(RecordBatch batch, RecordBatch rows, int row) => ReferenceEquals(batch, rows) ? row : rows.Owners[row];
}
