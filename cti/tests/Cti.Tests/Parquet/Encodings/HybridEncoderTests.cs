using Cti.Parquet.Encodings;
using Xunit.Abstractions;

namespace Cti.Tests.Parquet.Encodings;

public class HybridEncoderTests(ITestOutputHelper output)
{
    public static TheoryData<int> Widths => [.. Enumerable.Range(1, 31)];

    [Theory]
    [MemberData(nameof(Widths))]
    public void Encode_EveryWidth_IsUndone(int width)
    {
        int first = Seeds.First(output);
        for (int seed = first; seed < first + 20; seed++)
        {
            Random random = new(seed);
            int[] codes = Codes(random, width);
            byte[] target = new byte[HybridEncoder.MaxBytes(codes.Length, width)];
            int bytes = HybridEncoder.Encode(codes, width, target);
            (int[] decoded, int read) = HybridDecoder.Decode(target.AsSpan(0, bytes), width, codes.Length);
            Assert.True(codes.AsSpan().SequenceEqual(decoded), $"seed {seed}, width {width}");
            Assert.Equal(bytes, read);
        }
    }

    [Fact]
    public void Encode_OneCodeManyTimes_IsOneRun() => Assert.Equal([0x80, 0x7D, 0x03], Encode([.. Enumerable.Repeat(3, 8000)], 2));

    [Fact]
    public void Encode_EightCodes_AreOnePackedGroup() => Assert.Equal([0x03, 0b10_001_000, 0b11_000_110, 0b1111_1010], Encode([0, 1, 2, 3, 4, 5, 6, 7], 3));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    [InlineData(4, 2)]
    [InlineData(5, 3)]
    [InlineData(256, 8)]
    [InlineData(257, 9)]
    public void BitWidth_OfADictionary_HoldsItsLastCode(int entries, int expected) => Assert.Equal(expected, HybridEncoder.BitWidth(entries));

    private static byte[] Encode(int[] codes, int width)
    {
        byte[] target = new byte[HybridEncoder.MaxBytes(codes.Length, width)];
        return target[..HybridEncoder.Encode(codes, width, target)];
    }

    /// <summary>Runs of any length amid noise, so that runs begin and end anywhere.</summary>
    private static int[] Codes(Random random, int width)
    {
        int greatest = width == 31 ? int.MaxValue : (1 << width) - 1;
        List<int> codes = [];
        int count = random.Next(0, 2500);
        while (codes.Count < count)
        {
            int code = random.Next(4) == 0 ? greatest : random.Next(greatest);
            if (random.Next(3) == 0) codes.AddRange(Enumerable.Repeat(code, random.Next(1, 100)));
            else for (int i = random.Next(1, 700); i > 0; i--) codes.Add(random.Next(greatest));
        }

        return [.. codes.Take(count)];
    }
}
