using Cti.Parquet;

namespace Cti.Tests.Parquet;

/// <summary>Makes tables that cross everything the writer can do; the same seed gives the same table.</summary>
internal sealed class TableGenerator(int seed)
{
    private static readonly int[] RowCounts = [0, 1, 7, 8, 9, 31, 32, 33, 63, 64, 100, 257, 1000, 1025, 3000];
    private static readonly int[] PageSizes = [1, 40, 200, 1000, 4096, 1 << 20];
    private static readonly int[] DictionarySizes = [0, 30, 500, 1 << 20];

    private readonly Random random = new(seed);

    /// <summary>The next table.</summary>
    public GeneratedTable Table()
    {
        ParquetSchema schema = new([.. Enumerable.Range(0, random.Next(1, 7)).Select(Field)]);

        // Now and then one group that is large enough for sampling, growth of tables and several pages of the usual size.
        bool large = random.Next(12) == 0;
        ParquetWriterOptions options = new()
        {
            Codec = Pick(Enum.GetValues<ParquetCodec>()),
            PageBytes = large ? 1 << random.Next(14, 21) : Pick(PageSizes),
            DictionaryBytes = Pick(DictionarySizes),
            StatisticsMaxBytes = random.Next(4, 70),
            Metadata = random.Next(2) == 0 ? [] : [new("key", "välue"), new("empty", "")],
        };
        ColumnStyle[] styles = [.. schema.Fields.Select(field => new ColumnStyle(field, random))];

        List<IReadOnlyList<GeneratedColumn>> groups = [];
        for (int left = large ? 1 : random.Next(4); left > 0; left--)
        {
            int rows = large ? 30_000 : Pick(RowCounts);
            groups.Add([.. styles.Select(style => style.Column(rows))]);
        }

        return new GeneratedTable(schema, options, groups);
    }

    private ParquetField Field(int index)
    {
        int precision = random.Next(1, 19);
        return new ParquetField($"cölumn {index}", Pick(Enum.GetValues<ParquetType>()), random.Next(3) > 0)
        {
            Precision = precision,
            Scale = random.Next(precision + 1),
            OmitStatistics = random.Next(5) == 0,
        };
    }

    private T Pick<T>(T[] values) => values[random.Next(values.Length)];
}
