using System.Text;
using Cti.Records.Raw;
using Cti.Sources;
using Cti.Sources.Csv;
using Xunit.Abstractions;

namespace Cti.Tests.Sources.Csv;

/// <summary>Blocks: where they end depends on the bytes alone, and what comes out does not depend on where they end.</summary>
public class CsvBlocksTests(ITestOutputHelper output)
{
    [Fact]
    public void Read_AnySizesOfReads_SameBlocks()
    {
        int seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        for (int round = 0; round < 100; round++)
        {
            var random = new Random(seed + round);
            byte[][] objects = Objects(random, 4, 3);
            var options = new CsvSourceOptions { BlockBytes = random.Next(1, 500) };
            CsvRun whole = CsvRun.Of(objects, options);
            CsvRun dribbled = CsvRun.Of(objects, options, pieceBytes: () => random.Next(1, 30));
            Assert.Equal(whole.Blocks, dribbled.Blocks);
            Assert.Equal(whole.Items, dribbled.Items);
        }
    }

    [Fact]
    public void Read_AnyBlockSize_SameRecords()
    {
        int seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        for (int round = 0; round < 3; round++)
        {
            byte[][] objects = Objects(new Random(seed + round), 60, 3);
            List<CsvItem> expected = [.. objects.SelectMany((content, source) => CsvReference.Read(content, source, 3, 1 << 20))];
            foreach (int block in new[] { 1, 2, 3, 63, 64, 65, 1000, 5000, 100_000, 4 << 20 })
                Assert.Equal(expected, CsvRun.Of(objects, new CsvSourceOptions { BlockBytes = block }).Items);
        }
    }

    [Fact]
    public void Read_LargeObject_ReadsAsCsvHelperDoesOnEveryPath()
    {
        int seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        byte[] content = LargeObject(new Random(seed), 6_000);
        List<CsvItem> expected = [.. CsvReference.Read(content, 0, 3, 1 << 20)];
        Assert.InRange(content.Length, 300_000, 5_000_000);
        foreach (VectorPath path in VectorPaths.All)
        {
            foreach (int block in new[] { 100_000, 4 << 20 })
                Assert.Equal(expected, CsvRun.Of([content], new CsvSourceOptions { BlockBytes = block, Path = path }).Items);
        }
    }

    [Fact]
    public void Read_BlockSize_IsFilledButNotPassed()
    {
        byte[] content = Encoding.UTF8.GetBytes("f0,f1,f2\n" + string.Concat(Enumerable.Repeat("12345,1234,123\n", 100)));
        CsvRun run = CsvRun.Of([content], new CsvSourceOptions { BlockBytes = 100 });

        // The first block holds the header's nine bytes too; each row has fifteen.
        Assert.Equal(["0@9+90", "0@99+90", "0@189+90"], run.Blocks.Take(3));
        Assert.Equal(17, run.Blocks.Count);
    }

    [Fact]
    public void Read_SmallObjects_ShareBlocks()
    {
        byte[][] objects = [.. Enumerable.Range(0, 10).Select(i => Encoding.UTF8.GetBytes($"f0,f1,f2\n{i},b,c\n{i},d,e"))];
        CsvRun run = CsvRun.Of(objects, new CsvSourceOptions { BlockBytes = 60 });
        Assert.Equal(20, run.Items.Count);
        Assert.Equal(["0@9+11 1@9+11 2@9+6", "2@15+5 3@9+11 4@9+11", "5@9+11 6@9+11 7@9+11"], run.Blocks.Take(3));
    }

    [Fact]
    public void Read_ObjectsWithoutRecords_TakeNoRoom()
    {
        byte[][] objects = [.. Enumerable.Range(0, 50).Select(i => Encoding.UTF8.GetBytes(i is 20 or 40 ? "f0,f1,f2\na,b,c\n" : i % 2 == 0 ? "f0,f1,f2\n" : ""))];
        CsvRun run = CsvRun.Of(objects, new CsvSourceOptions { BlockBytes = 64 });
        Assert.Equal(["20@9+6 40@9+6"], run.Blocks);
    }

    [Fact]
    public async Task Parse_ManyBlocksAtOnce_GivesTheSame()
    {
        var random = new Random(7);
        var store = new MemoryObjectStore();
        store.Add("/a.csv", LargeObject(random, 3000));
        CsvRun expected = CsvRun.Of(store, CsvRun.Fields(3), new CsvSourceOptions { BlockBytes = 5000 });
        await using var source = new CsvRecordSource(store.Inputs, store, CsvRun.Fields(3), new CsvSourceOptions { BlockBytes = 5000 }, new BufferPool());
        var blocks = new List<RawBlock>();
        while (await source.ReadAsync(CancellationToken.None) is { } block) blocks.Add(block);
        int[] counts = new int[blocks.Count];
        Parallel.ForEach(blocks, new ParallelOptions { MaxDegreeOfParallelism = 8 }, block =>
        {
            RawBatch batch = source.Parse(block);
            counts[batch.Sequence] = batch.RecordCount + batch.Rejects.Count;
            source.Recycle(batch);
        });
        Assert.Equal(expected.Items.Count, counts.Sum());
        Assert.Equal(expected.Blocks.Count, blocks.Count);
    }

    [Fact]
    public async Task Read_Cancelled_Stops()
    {
        var store = new MemoryObjectStore { BeforeOpen = (_, token) => Task.Delay(Timeout.Infinite, token) };
        store.Add("/a.csv", [1, 2, 3]);
        using var cancel = new CancellationTokenSource(50);
        var source = new CsvRecordSource(store.Inputs, store, CsvRun.Fields(3), new CsvSourceOptions(), new BufferPool());
        await using (source) await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await source.ReadAsync(cancel.Token));
    }

    private static byte[][] Objects(Random random, int count, int fields)
    {
        var generator = new CsvTextGenerator(random, fields);
        return [.. Enumerable.Range(0, count).Select(_ => generator.Object())];
    }

    // Mostly sound rows, as real objects have them; enough to fill the index several times.
    private static byte[] LargeObject(Random random, int rows)
    {
        var generator = new CsvTextGenerator(random, 3);
        var bytes = new List<byte>(Encoding.UTF8.GetBytes("f0,f1,f2\n"));
        for (int row = 0; row < rows; row++)
        {
            int kind = random.Next(1000);
            string text = kind < 5 ? generator.Row(90) : kind < 300 ? $"{row},\"['a', \"\"b\"\", 'c']\",\"{new string('x', random.Next(200))}\"" : generator.Row(0);
            bytes.AddRange(Encoding.UTF8.GetBytes(text + (row % 3000 < 1000 ? "\r\n" : "\n")));
            if (kind == 999) bytes.Insert(bytes.Count - random.Next(1, 20), 0x80);
            if (kind == 998) bytes.Insert(bytes.Count - random.Next(1, 20), 0);
        }

        return [.. bytes];
    }
}
