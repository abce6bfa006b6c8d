using Cti.Parquet;

namespace Cti.Tests.Parquet;

/// <summary>What the encoder refuses, and what it decides by itself.</summary>
public class RowGroupEncoderTests
{
    [Fact]
    public void Encode_NullInARequiredColumn_IsRefusedByName()
    {
        ArgumentException refusal = Refusal(new ParquetField("amount", ParquetType.Int64, false), new Int64Values([1, 2], [0, 1], 2));

        Assert.Contains("'amount'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("1 of its 2", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Encode_ValuesOfAnotherType_AreRefusedByName() =>
        Assert.Contains("'name' is of type Utf8, Int64Values found", Refusal(new ParquetField("name", ParquetType.Utf8, false), new Int64Values([1], null, 1)).Message, StringComparison.Ordinal);

    [Fact]
    public void Encode_TextOutsideOfItsArray_IsRefused()
    {
        ParquetField field = new("name", ParquetType.Utf8, false);

        Refusal(field, new Utf8Values(new byte[10], [8], [3], 1));
        Refusal(field, new Utf8Values(new byte[10], [-1], [3], 1));
        Refusal(field, new Utf8Values(new byte[10], [int.MaxValue], [int.MaxValue], 1));
        Refusal(field, new Utf8DictionaryValues(new Utf8Values(new byte[10], [0, 8], [1, 3], 2), [0, 1], 2));
    }

    [Fact]
    public void Encode_CodeOutsideOfTheDictionary_IsRefused() =>
        Refusal(new ParquetField("name", ParquetType.Utf8, false), new Utf8DictionaryValues(new Utf8Values(new byte[10], [0], [1], 1), [0, 1], 2));

    [Fact]
    public void Encode_AfterARefusal_GoesOn()
    {
        using RowGroupEncoder encoder = new(new ParquetSchema([new ParquetField("n", ParquetType.Int64, false)]), new ParquetWriterOptions());
        Assert.Throws<ArgumentException>(() => encoder.Encode([new Int64Values([1], [1], 1)]));

        using EncodedRowGroup group = encoder.Encode([new Int64Values([7], null, 1)]);

        Assert.Equal("7", group.Columns[0].MinText);
    }

    [Fact]
    public void Encode_ColumnsOfUnequalCount_AreRefused()
    {
        ParquetSchema schema = new([new ParquetField("a", ParquetType.Int64, false), new ParquetField("b", ParquetType.Int64, false)]);
        using RowGroupEncoder encoder = new(schema, new ParquetWriterOptions());

        Assert.Throws<ArgumentException>(() => encoder.Encode([new Int64Values([1], null, 1)]));
        Assert.Throws<ArgumentException>(() => encoder.Encode([new Int64Values([1], null, 1), new Int64Values([1, 2], null, 2)]));
    }

    [Fact]
    public void Values_ShorterThanTheirCount_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => new Int64Values([1], null, 2));
        Assert.Throws<ArgumentException>(() => new Int64Values([1, 2], [0], 2));
        Assert.Throws<ArgumentException>(() => new Utf8Values([], [0, 0], [0], 2));
    }

    [Theory]
    [InlineData("")]
    [InlineData("twice")]
    public void Schema_WithoutDistinctNames_IsRefused(string name) =>
        Assert.Throws<ArgumentException>(() => new ParquetSchema([new ParquetField("twice", ParquetType.Int32, false), new ParquetField(name, ParquetType.Int32, false)]));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(19, 2)]
    [InlineData(5, 6)]
    [InlineData(5, -1)]
    public void Schema_WithADecimalThatDoesNotFit_IsRefused(int precision, int scale) =>
        Assert.Throws<ArgumentException>(() => new ParquetSchema([new ParquetField("d", ParquetType.Decimal, false) { Precision = precision, Scale = scale }]));

    [Theory]
    [InlineData(1000, true)]
    [InlineData(100_000, false)]
    public void Encode_TextOfManyRows_HasADictionaryIfValuesRepeat(int distinct, bool coded) =>
        Assert.Equal(coded, DictionaryLength(TextLayout.Plain(Words(40_000, distinct), new Random(1)), new ParquetWriterOptions()) > 0);

    [Theory]
    [InlineData(100, true)]
    [InlineData(100_000, false)]
    public void Encode_CodedText_FallsBackToPlainIfValuesHardlyRepeat(int distinct, bool coded) =>
        Assert.Equal(coded, DictionaryLength(TextLayout.Coded(Words(40_000, distinct), new Random(1)), new ParquetWriterOptions()) > 0);

    [Fact]
    public void Encode_DictionaryPastItsLimit_FallsBackToPlain()
    {
        const int entryBytes = 4 + 11;
        object?[] values = Words(9000, 500);
        int distinct = values.Distinct().Count();
        ParquetWriterOptions tight = new() { DictionaryBytes = (distinct * entryBytes) - 1 };
        ParquetWriterOptions enough = new() { DictionaryBytes = distinct * entryBytes };

        Assert.Equal(0, DictionaryLength(TextLayout.Plain(values, new Random(1)), tight));
        Assert.Equal(0, DictionaryLength(TextLayout.Coded(values, new Random(1)), tight));
        Assert.NotEqual(0, DictionaryLength(TextLayout.Plain(values, new Random(1)), enough));
        Assert.NotEqual(0, DictionaryLength(TextLayout.Coded(values, new Random(1)), enough));
    }

    private static object?[] Words(int count, int distinct)
    {
        Random random = new(2);
        return [.. Enumerable.Range(0, count).Select(_ => $"word {random.Next(distinct):D6}")];
    }

    private static int DictionaryLength(ColumnValues values, ParquetWriterOptions options)
    {
        using RowGroupEncoder encoder = new(new ParquetSchema([new ParquetField("text", ParquetType.Utf8, false)]), options);
        using EncodedRowGroup group = encoder.Encode([values]);
        return group.Chunks[0].DictionaryLength;
    }

    private static ArgumentException Refusal(ParquetField field, ColumnValues values)
    {
        using RowGroupEncoder encoder = new(new ParquetSchema([field]), new ParquetWriterOptions());
        return Assert.Throws<ArgumentException>(() => encoder.Encode([values]));
    }
}
