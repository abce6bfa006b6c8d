using Cti.Records.Columns;

namespace Cti.Records.Batches;

/// <summary>A block of typed records, columnar: what a dataset's transform makes of a raw batch. Row i is the raw batch's record i.</summary>
/// <remarks>Nothing moves when rows drop out: <see cref="States"/> says what became of each. All arrays are pooled with the batch.</remarks>
public sealed class RecordBatch
{
    /// <summary>A batch for a table's columns.</summary>
    public RecordBatch(TableDefinition table)
        : this(table, [])
    {
    }

    private RecordBatch(TableDefinition? table, IReadOnlyList<RecordBatch> parts)
    {
        Table = table;
        Parts = parts;
        Columns = table is null ? [] : [.. table.Columns.Select(c => IsText(c.Type) ? (ColumnVector)new TextColumn() : new Int64Column())];
    }

    /// <summary>The table that the rows are for; null where all tables are <see cref="Parts"/>.</summary>
    public TableDefinition? Table { get; }

    /// <summary>Tables whose rows are not one a record: each row of theirs has an owner here, and is written where the owner is.</summary>
    public IReadOnlyList<RecordBatch> Parts { get; }

    /// <summary>Of a part, by row: the owner's row, in ascending order.</summary>
    public int[] Owners { get; private set; } = [];

    /// <summary>How many records are of no wanted type, by the name that says which.</summary>
    public Dictionary<string, int> FilteredNames { get; } = new(StringComparer.Ordinal);

    /// <summary>Position of the block in the run, from 0.</summary>
    public long Sequence { get; set; }

    /// <summary>Rows.</summary>
    public int RowCount { get; private set; }

    /// <summary>By the table's columns.</summary>
    public IReadOnlyList<ColumnVector> Columns { get; }

    /// <summary>By row: what became of it.</summary>
    public RowState[] States { get; private set; } = [];

    /// <summary>By row: the key as 128 bits (a UUID's own, a hash of texts).</summary>
    public UInt128[] Keys { get; private set; } = [];

    /// <summary>By row: hash of all normalised fields outside the key; never 0.</summary>
    public ulong[] Contents { get; private set; } = [];

    /// <summary>By row: line of the record, counted from its segment's first.</summary>
    public int[] Lines { get; private set; } = [];

    /// <summary>The source objects that the rows come from, in order.</summary>
    public List<BatchSegment> Segments { get; } = [];

    /// <summary>What was rejected, in the order of the source.</summary>
    public List<RejectedRecord> Rejects { get; } = [];

    /// <summary>A batch for the rows that a dataset's records become.</summary>
    public static RecordBatch For(Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return dataset.Router is null
            ? new RecordBatch(dataset.Tables[0], [.. dataset.Tables.Skip(1).Select(t => new RecordBatch(t))])
            : new RecordBatch(null, [.. dataset.Tables.Select(t => new RecordBatch(t))]);
    }

    /// <summary>Whether a row is written, as far as is known.</summary>
    public bool IsWritten(int row) => States[row] is RowState.Kept or RowState.Reassigned;

    /// <summary>Makes room for the owners of <paramref name="rows"/> rows.</summary>
    public int[] ResetOwners(int rows) => Owners = Room(Owners, rows);

    /// <summary>Makes room for <paramref name="rows"/> rows and forgets everything before.</summary>
    public void Reset(int rows, long sequence)
    {
        RowCount = rows;
        Sequence = sequence;
        States = Room(States, rows);
        Keys = Room(Keys, rows);
        Contents = Room(Contents, rows);
        Lines = Room(Lines, rows);
        Array.Clear(States, 0, rows);
        Array.Clear(Contents, 0, rows);
        Segments.Clear();
        Rejects.Clear();
        FilteredNames.Clear();
        foreach (ColumnVector column in Columns)
            column.Reset(rows);
    }

    /// <summary>Whether a logical type is held as text.</summary>
    public static bool IsText(ColumnType type) => type is ColumnType.Text or ColumnType.Json or ColumnType.Uuid;

    private static T[] Room<T>(T[] array, int rows) => array.Length >= rows ? array : GC.AllocateUninitializedArray<T>(Math.Max(rows, array.Length + (array.Length >> 1)));
}
