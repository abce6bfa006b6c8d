using System.IO.Compression;
using System.Text;
using Cti.Failures;
using Cti.Tests.Sources.Csv;
using Xunit.Abstractions;

namespace Cti.Tests.Sources;

/// <summary>gzip by content: all of it or a clear failure.</summary>
public class GzipReaderTests(ITestOutputHelper output)
{
    [Fact]
    public void Read_OneMember_GivesItsText() => Assert.Equal(["a ¦ b ¦ c"], Fields(Gzip("f0,f1,f2\na,b,c\n")));

    [Fact]
    public void Read_SeveralMembers_GivesTheirTextsJoined() =>
        Assert.Equal(["a ¦ b ¦ c", "d ¦ e ¦ f"], Fields([.. Gzip("f0,f1,f2\na,"), .. Gzip(""), .. Gzip("b,c\nd,e,f")]));

    [Fact]
    public void Read_EmptyMember_GivesNothing() => Assert.Empty(Fields(Gzip("")));

    [Fact]
    public void Read_Name_DoesNotMatter()
    {
        var store = new MemoryObjectStore();
        store.Add("/plain.csv.gz", Encoding.UTF8.GetBytes("f0,f1,f2\na,b,c\n"));
        store.Add("/packed.csv", Gzip("f0,f1,f2\nd,e,f\n"));
        Assert.Equal(2, CsvRun.Of(store, CsvRun.Fields(3)).Items.Count);
    }

    [Fact]
    public void Read_AnyPiecesAndLevels_GivesTheText()
    {
        int seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (int round = 0; round < 60; round++)
        {
            string row = new('x', random.Next(0, 300));
            string text = "f0,f1,f2\n" + string.Concat(Enumerable.Range(0, random.Next(1, 50)).Select(i => $"{i},{random.Next()},{row}\n"));
            var level = (CompressionLevel)random.Next(4);
            int cut = random.Next(text.Length);
            byte[] packed = random.Next(2) == 0 ? Gzip(text, level) : [.. Gzip(text[..cut], level), .. Gzip(text[cut..], level)];
            CsvRun run = CsvRun.Of([packed], pieceBytes: () => random.Next(1, 40));
            Assert.Equal(text.Split('\n')[1..^1], run.Items.Select(item => item.Raw));
            Assert.Equal(packed.Length, run.StoredBytesRead);
        }
    }

    [Fact]
    public void Read_CutShortAnywhere_Fails()
    {
        byte[] packed = Gzip("f0,f1,f2\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i},b{i * i},c\n")));
        for (int length = 3; length < packed.Length; length++) AssertBroken(packed[..length]);
    }

    [Fact]
    public void Read_Damaged_Fails()
    {
        byte[] packed = Gzip("f0,f1,f2\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i},b{i * i},c\n")), CompressionLevel.NoCompression);
        foreach (int at in new[] { 40, packed.Length / 2, packed.Length - 7, packed.Length - 2 })
        {
            byte[] damaged = (byte[])packed.Clone();
            damaged[at] ^= 0x10;
            AssertBroken(damaged);
        }
    }

    [Fact]
    public void Read_BytesAfterTheMembers_Fails() => AssertBroken([.. Gzip("f0,f1,f2\na,b,c\n"), .. "rest"u8]);

    private static void AssertBroken(byte[] packed)
    {
        CtiException failure = Assert.Throws<CtiException>(() => CsvRun.Of([packed]));
        Assert.Equal(FailureKind.Usage, failure.Kind);
        Assert.Contains("/data/0.csv is gzip, but damaged, cut short", failure.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Fields(byte[] packed) => CsvRun.Of([packed]).Items.Select(item => item.Fields);

    private static byte[] Gzip(string text, CompressionLevel level = CompressionLevel.Optimal)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, level)) gzip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }
}
