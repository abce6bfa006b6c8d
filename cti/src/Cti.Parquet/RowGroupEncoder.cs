using Cti.Parquet.Encodings;

namespace Cti.Parquet;

/// <summary>Turns the columns of one row group into compressed pages: the part of writing that takes the processor's time.</summary>
/// <remarks>
/// The result depends on schema, options and values alone, so that row groups may be encoded in any order on any number of threads.
/// An instance holds scratch that is reused from call to call: one instance a thread at a time.
/// </remarks>
public sealed class RowGroupEncoder : IDisposable
{
    /// <summary>First guess at the room a row group takes; what is not used is never touched.</summary>
    private const int GuessedBytesARow = 64;
    private const int MaxGuessedBytes = 4 << 20;

    private readonly ParquetSchema schema;
    private readonly Presence presence = new();
    private readonly ChunkWriter chunk;
    private readonly TextEncoder text;
    private readonly NumberEncoder<int> int32;
    private readonly NumberEncoder<long> int64;
    private readonly NumberEncoder<double> doubles;
    private readonly BooleanEncoder booleans;
    private readonly DistinctSketch[] distinct;
    private int expectedBytes;

    /// <summary>Sets up the scratch.</summary>
    /// <param name="schema">The columns.</param>
    /// <param name="options">How they are written; the same as the file writer's.</param>
    public RowGroupEncoder(ParquetSchema schema, ParquetWriterOptions options)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        this.schema = schema;
        chunk = new ChunkWriter(options);
        text = new TextEncoder(options, chunk, presence);
        int32 = new NumberEncoder<int>(options, chunk, presence);
        int64 = new NumberEncoder<long>(options, chunk, presence);
        doubles = new NumberEncoder<double>(options, chunk, presence);
        booleans = new BooleanEncoder(options, chunk, presence);
        distinct = [.. schema.Fields.Where(_ => options.CountDistinct).Select(_ => new DistinctSketch())];
    }

    /// <summary>What this encoder has seen of each column so far, in schema order; none without <see cref="ParquetWriterOptions.CountDistinct"/>, nothing of columns that are unique.</summary>
    public IReadOnlyList<DistinctSketch> Distinct => distinct;

    /// <summary>Encodes one row group.</summary>
    /// <param name="columns">One for each column of the schema, in its order, all of the same count. Not kept.</param>
    /// <returns>The encoded row group; the caller disposes it once it is appended. Without rows where the columns have none.</returns>
    /// <exception cref="ArgumentException">Columns and schema do not fit, or there is a NULL in a column that is not nullable; the message names the column.</exception>
    public EncodedRowGroup Encode(IReadOnlyList<ColumnValues> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        if (columns.Count != schema.Fields.Count)
            throw new ArgumentException($"{columns.Count} columns found, the schema has {schema.Fields.Count}.", nameof(columns));
        int rows = columns[0].Count;
        PooledBuffer output = new();
        EncodedRowGroup? group = null;
        try
        {
            // Room for as much as the last group took spares the copying of a growing buffer.
            output.Reserve(Math.Max(expectedBytes, (int)Math.Min((long)rows * GuessedBytesARow, MaxGuessedBytes)));
            EncodedColumn[] encoded = new EncodedColumn[rows == 0 ? 0 : columns.Count];
            for (int i = 0; i < columns.Count; i++)
            {
                if (columns[i].Count != rows)
                    throw new ArgumentException($"Column '{schema.Fields[i].Name}' has {columns[i].Count} rows, '{schema.Fields[0].Name}' has {rows}.", nameof(columns));
                if (rows > 0) encoded[i] = Encode(schema.Fields[i], columns[i], output, distinct.Length > 0 && !schema.Fields[i].IsUnique ? distinct[i] : null);
            }

            expectedBytes = Math.Max(expectedBytes, output.Length + (output.Length / 8));
            return group = new EncodedRowGroup(schema, rows, output, encoded);
        }
        finally
        {
            if (group is null) output.Dispose();
        }
    }

    /// <summary>Gives the scratch back; row groups already encoded stay valid.</summary>
    public void Dispose() => chunk.Dispose();

    private EncodedColumn Encode(ParquetField field, ColumnValues values, PooledBuffer output, DistinctSketch? sketch)
    {
        values.Describe(presence);
        if (presence.Nulls > 0 && !field.Nullable)
            throw new ArgumentException($"Column '{field.Name}' is not nullable, but {presence.Nulls} of its {presence.Rows} values are NULL.", nameof(values));
        chunk.Begin(output, presence, field.Nullable);
        ChunkTotals totals = (field.Type, values) switch
        {
            (ParquetType.Utf8, Utf8Values texts) => text.Encode(field, texts, sketch),
            (ParquetType.Utf8, Utf8DictionaryValues coded) => text.Encode(field, coded, sketch),
            (ParquetType.Int32 or ParquetType.Date, Int32Values ints) => int32.Encode(field, ints.Values, sketch),
            (ParquetType.Int64 or ParquetType.TimestampMicros or ParquetType.Decimal, Int64Values longs) => int64.Encode(field, longs.Values, sketch),
            (ParquetType.Double, DoubleValues reals) => doubles.Encode(field, reals.Values, sketch),
            (ParquetType.Boolean, BooleanValues flags) => booleans.Encode(field, flags.Values, sketch),
            _ => throw new ArgumentException($"Column '{field.Name}' is of type {field.Type}, {values.GetType().Name} found.", nameof(values)),
        };
        return chunk.End(totals.Bounds, new ColumnSummary
        {
            Field = field,
            Rows = presence.Rows,
            Nulls = presence.Nulls,
            LongestBytes = totals.LongestBytes,
            Min = totals.Min,
            Max = totals.Max,
            NaNs = totals.NaNs,
        });
    }
}
