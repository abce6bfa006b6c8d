using System.Text;
using Cti.Parquet.Compression;
using Xunit.Abstractions;

namespace Cti.Tests.Parquet.Compression;

/// <summary>Our Snappy, undone by somebody else's.</summary>
public class SnappyCompressorTests(ITestOutputHelper output)
{
    public static TheoryData<int> Lengths => [0, 1, 4, 15, 16, 17, 59, 60, 61, 64, 255, 256, 257, 65_535, 65_536, 65_537, 131_072, 200_000];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Compress_OneByteRepeated_IsUndoneAndShort(int length) => Assert.InRange(AssertUndone(new byte[length]), 1, 20 + (length / 20));

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Compress_Noise_IsUndoneAndHardlyLonger(int length)
    {
        byte[] noise = new byte[length];
        new Random(length).NextBytes(noise);

        Assert.InRange(AssertUndone(noise), length, length + 64 + (length / 1000));
    }

    [Fact]
    public void Compress_GeneratedBytes_AreUndone()
    {
        int first = Seeds.First(output);
        for (int seed = first; seed < first + 300; seed++)
        {
            Random random = new(seed);
            AssertUndone(Generate(random), $"seed {seed}");
        }
    }

    [Fact]
    public void Compress_Text_ShrinksAboutAsMuchAsTheOracle()
    {
        byte[] text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 20_000).Select(i => $"user{i % 977}@example{i % 31}.com,")));

        Assert.InRange(AssertUndone(text), 1, IronSnappy.Snappy.Encode(text).Length * 11 / 10);
    }

    [Fact]
    public void Compress_ReusedCompressor_GivesTheSameBytes()
    {
        byte[] bytes = Generate(new Random(5));
        SnappyRun run = new();
        byte[] once = run.Compress(bytes);
        run.Compress(Generate(new Random(6)));

        Assert.Equal(once, run.Compress(bytes));
    }

    [Fact]
    public void Compress_DestinationTooShort_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new SnappyCompressor().Compress(new byte[100], new byte[100]));

    /// <summary>Pieces that repeat near and far, and noise between them, so that every kind of literal and copy occurs.</summary>
    private static byte[] Generate(Random random)
    {
        List<byte> bytes = [];
        int target = random.Next(1, random.Next(2) == 0 ? 300 : 150_000);
        int alphabet = random.Next(1, 256);
        while (bytes.Count < target)
        {
            if (bytes.Count > 0 && random.Next(2) == 0)
            {
                int from = random.Next(Math.Max(0, bytes.Count - (random.Next(2) == 0 ? 100 : 70_000)), bytes.Count);
                int length = random.Next(1, random.Next(3) == 0 ? 2000 : 20);
                for (int i = 0; i < length; i++) bytes.Add(bytes[from + i]);
                continue;
            }

            for (int i = random.Next(1, random.Next(5) == 0 ? 1000 : 20); i > 0; i--) bytes.Add((byte)random.Next(alphabet));
        }

        return [.. bytes];
    }

    private static int AssertUndone(byte[] bytes, string what = "")
    {
        SnappyRun run = new();
        byte[] compressed = run.Compress(bytes);
        Assert.True(IronSnappy.Snappy.Decode(compressed).AsSpan().SequenceEqual(bytes), $"{what}: {bytes.Length} bytes came back changed");
        return compressed.Length;
    }

    /// <summary>A compressor with a destination whose end is watched.</summary>
    private sealed class SnappyRun
    {
        private const byte Guard = 0xA5;
        private readonly SnappyCompressor compressor = new();

        public byte[] Compress(byte[] bytes)
        {
            int max = compressor.MaxCompressedLength(bytes.Length);
            byte[] target = new byte[max + 64];
            target.AsSpan(max).Fill(Guard);
            int length = compressor.Compress(bytes, target.AsSpan(0, max));
            Assert.Equal(64, target.AsSpan(max).Count(Guard));
            return target[..length];
        }
    }
}
