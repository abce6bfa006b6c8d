using System.Globalization;
using System.Text;
using Cti.Parquet;

namespace Cti.Tests.Parquet;

/// <summary>How near the estimates are, whatever form the values come in, and that nothing else decides them.</summary>
public sealed class DistinctSketchTests
{
    private const int GroupRows = 30_000;

    // Alike at one end or at both, counted up, short and long.
    private static readonly string[] s_forms = ["user{0}@mail.example.com", "{0:x8}-0000-4000-8000-000000000000", "10.{2}.{1}.7", "{0}", "https://www.example.com/shop/article/{0}"];

    // Mean errors over several sets of values, so that a lucky set does not pass for a good estimate.
    [Theory]
    [InlineData(1, 0.001)]
    [InlineData(10, 0.001)]
    [InlineData(100, 0.02)]
    [InlineData(1_000, 0.03)]
    [InlineData(10_000, 0.03)]
    [InlineData(20_000, 0.04)]
    [InlineData(100_000, 0.04)]
    [InlineData(400_000, 0.04)]
    public void Estimate_OfTextsAndNumbers_IsNear(int distinct, double tolerance)
    {
        double[] errors = [.. Enumerable.Range(1, 6).SelectMany(seed => EstimatesOf(distinct, seed).Select(e => Math.Abs((e / (double)distinct) - 1)))];

        Assert.True(errors.Average() <= tolerance, $"{distinct} distinct values: mean error {errors.Average():P2}, worst {errors.Max():P2}");
    }

    [Fact]
    public void Estimate_DividedAmongEncodersInAnyWay_IsTheSame()
    {
        int[] values = [.. Enumerable.Range(0, 200_000).Select(i => i % 150_000)];

        long together = EstimateOf(values, encoders: 1);

        Assert.Equal(together, EstimateOf(values, encoders: 3));
        Assert.Equal(together, EstimateOf([.. values.Chunk(GroupRows).Reverse().SelectMany(c => c)], encoders: 2));
    }

    [Fact]
    public void Encode_CountingOrNot_GivesTheSameBytes()
    {
        byte[] Bytes(bool counts)
        {
            using RowGroupEncoder encoder = new(Schema(ParquetType.Utf8), new ParquetWriterOptions { CountDistinct = counts });
            using EncodedRowGroup group = encoder.Encode([Texts([.. Enumerable.Range(0, 20_000)])]);
            return [.. group.Bytes.Span];
        }

        Assert.Equal(Bytes(counts: false), Bytes(counts: true));
    }

    [Fact]
    public void Encode_UniqueColumn_IsNotCounted()
    {
        ParquetSchema schema = new([new ParquetField("id", ParquetType.Utf8, false) { IsUnique = true }, new ParquetField("c", ParquetType.Utf8, false)]);
        using RowGroupEncoder encoder = new(schema, new ParquetWriterOptions { CountDistinct = true });
        encoder.Encode([Texts([1, 2, 3]), Texts([1, 2, 3])]).Dispose();

        Assert.Equal([0, 3], encoder.Distinct.Select(d => d.Estimate));
    }

    [Fact]
    public void Estimate_NullsAndBooleans_CountsValuesAlone()
    {
        using RowGroupEncoder encoder = new(new ParquetSchema([new ParquetField("t", ParquetType.Utf8, true), new ParquetField("b", ParquetType.Boolean, true) { OmitStatistics = true }]), new ParquetWriterOptions { CountDistinct = true });
        using EncodedRowGroup group = encoder.Encode([new Utf8Values("ab"u8.ToArray(), [0, 0, 1, 0], [-1, 1, 1, 1], 4), new BooleanValues([true, true, false, true], [0, 0, 1, 0], 4)]);

        Assert.Equal([2, 1], encoder.Distinct.Select(d => d.Estimate));
    }

    private static IEnumerable<long> EstimatesOf(int distinct, int seed)
    {
        Random random = new(seed);
        int offset = random.Next(1 << 20);
        string form = s_forms[seed % s_forms.Length];
        // Each value at least once, some more often.
        int[] values = [.. Enumerable.Range(0, distinct + (distinct / 5)).Select(i => offset + (i % distinct))];
        random.Shuffle(values);
        yield return EstimateOf(values, encoders: 1, form);
        using RowGroupEncoder encoder = new(Schema(ParquetType.TimestampMicros), new ParquetWriterOptions { CountDistinct = true });
        foreach (int[] group in values.Chunk(GroupRows))
            encoder.Encode([new Int64Values([.. group.Select(v => v * 86_400_000_000L)], null, group.Length)]).Dispose();
        yield return encoder.Distinct[0].Estimate;
    }

    private static long EstimateOf(int[] values, int encoders, string form = "user{0}@mail.example.com")
    {
        RowGroupEncoder[] all = [.. Enumerable.Range(0, encoders).Select(_ => new RowGroupEncoder(Schema(ParquetType.Utf8), new ParquetWriterOptions { CountDistinct = true }))];
        int next = 0;
        foreach (int[] group in values.Chunk(GroupRows))
            all[next++ % encoders].Encode([Texts(group, form)]).Dispose();
        foreach (RowGroupEncoder other in all.Skip(1))
            all[0].Distinct[0].Add(other.Distinct[0]);
        long estimate = all[0].Distinct[0].Estimate;
        foreach (RowGroupEncoder encoder in all)
            encoder.Dispose();
        return estimate;
    }

    private static Utf8Values Texts(int[] values, string form = "{0}")
    {
        using MemoryStream data = new();
        int[] starts = new int[values.Length];
        int[] lengths = new int[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            starts[i] = (int)data.Position;
            data.Write(Encoding.UTF8.GetBytes(string.Format(CultureInfo.InvariantCulture, form, values[i], values[i] & 255, values[i] >> 8)));
            lengths[i] = (int)data.Position - starts[i];
        }

        return new Utf8Values(data.ToArray(), starts, lengths, values.Length);
    }

    private static ParquetSchema Schema(ParquetType type) => new([new ParquetField("c", type, false)]);
}
