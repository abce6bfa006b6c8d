using System.Text;
using Cti.Sources.Json;
using Xunit.Abstractions;

namespace Cti.Tests.Sources.Json;

/// <summary>Where blocks end depends on the bytes alone, and what comes out does not depend on where they end.</summary>
public class JsonBlocksTests(ITestOutputHelper output)
{
    private static readonly string[] Separators = ["", "", "\n", "\r\n", " ", "\n\n", "\t"];

    [Fact]
    public void Read_TextThatLooksLikeStructure_SplitsRightOverEveryBlockBorder()
    {
        int seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        for (int round = 0; round < 12; round++)
        {
            Random random = new(seed + round);
            (byte[] content, List<JsonItem> expected) = Stream(random, 6);
            for (int block = 1; block <= content.Length + 1; block++)
                Assert.Equal(expected, JsonRun.Of([content], new JsonSourceOptions { BlockBytes = block }).Items);
        }
    }

    [Fact]
    public void Read_ManyObjectsInAnySizesOfReads_GivesEachItsRecords()
    {
        int seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        Random random = new(seed);
        List<byte[]> objects = [];
        List<JsonItem> expected = [];
        for (int source = 0; source < 40; source++)
        {
            (byte[] content, List<JsonItem> items) = Stream(random, random.Next(0, 60));
            objects.Add(random.Next(4) == 0 ? [0xEF, 0xBB, 0xBF, .. content] : content);
            int mark = objects[^1].Length - content.Length;
            expected.AddRange(items.Select(item => item with { Source = source, Offset = item.Offset + mark }));
        }

        foreach (int block in new[] { 1, 64, 1000, 20_000, 4 << 20 })
            Assert.Equal(expected, JsonRun.Of(objects, new JsonSourceOptions { BlockBytes = block }, pieceBytes: () => random.Next(1, 700)).Items);
    }

    [Fact]
    public void Read_DamagedBytes_SameRecordsAndRejectsForAnyBlockSizeAndNothingLost()
    {
        int seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        for (int round = 0; round < 150; round++)
        {
            Random random = new(seed + round);
            byte[] content = Damaged(random, Stream(random, 8).Content);
            List<JsonItem> whole = JsonRun.Of([content]).Items;
            string left = JsonItem.Latin(content);
            foreach (JsonItem item in whole.AsEnumerable().Reverse())
            {
                Assert.Equal(item.Raw, left.Substring((int)item.Offset, item.Raw.Length));
                left = left.Remove((int)item.Offset, item.Raw.Length);
            }

            Assert.True(string.IsNullOrWhiteSpace(left), $"seed {seed + round}: {left}");
            foreach (int block in new[] { 1, 7, 64, 100, 333, 1000 })
                Assert.Equal(whole, JsonRun.Of([content], new JsonSourceOptions { BlockBytes = block, MaxObjectBytes = 1 << 20 }).Items);
        }
    }

    [Fact]
    public void Read_TooLongPieces_SameRejectsForAnyBlockSize()
    {
        int seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        for (int round = 0; round < 400; round++)
        {
            Random random = new(seed + round);
            byte[] content = Damaged(random, Stream(random, 10).Content);
            JsonSourceOptions small = new() { MaxObjectBytes = random.Next(20, 120) };
            List<JsonItem> whole = JsonRun.Of([content], small).Items;
            foreach (int block in new[] { 1, 10, 64, 150, 2000 })
                Assert.Equal(whole, JsonRun.Of([content], small with { BlockBytes = block }).Items);
        }
    }

    /// <summary>Objects one after another, with or without something between them, and what must come of them.</summary>
    private static (byte[] Content, List<JsonItem> Expected) Stream(Random random, int count)
    {
        JsonTextGenerator generator = new(random);
        List<byte> bytes = [.. Encoding.UTF8.GetBytes(random.Next(5) == 0 ? "\n " : "")];
        List<JsonItem> expected = [];
        for (int i = 0; i < count; i++)
        {
            byte[] text = Encoding.UTF8.GetBytes(generator.Object());
            expected.Add(new JsonItem(0, 1 + bytes.Count(b => b == '\n'), bytes.Count, JsonItem.Latin(text), null, JsonItem.Join(generator.Fields)));
            bytes.AddRange(text);
            bytes.AddRange(Encoding.UTF8.GetBytes(Separators[random.Next(Separators.Length)]));
        }

        return ([.. bytes], expected);
    }

    private static byte[] Damaged(Random random, byte[] content)
    {
        List<byte> bytes = [.. content];
        for (int i = random.Next(1, 5); i > 0 && bytes.Count > 0; i--)
        {
            int at = random.Next(bytes.Count);
            switch (random.Next(4))
            {
                case 0: bytes.RemoveAt(at); break;
                case 1: bytes.Insert(at, "\"{}[]\\\n,x\0"u8[random.Next(10)]); break;
                case 2: bytes[at] = (byte)random.Next(256); break;
                default: bytes.RemoveRange(at, Math.Min(random.Next(40), bytes.Count - at)); break;
            }
        }

        return [.. bytes];
    }
}
