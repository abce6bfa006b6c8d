using Cti.Sources.Csv;
using Xunit.Abstractions;

namespace Cti.Tests.Sources.Csv;

/// <summary>CsvHelper is the oracle: whatever the input, the block size and the sizes of reads, the source reads what CsvHelper reads.</summary>
public class CsvOraclePropertyTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(1000)]
    public void Parse_GeneratedText_ReadsAsCsvHelperDoes(int rounds)
    {
        int seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        for (int round = 0; round < rounds; round++) Check(seed + round);
    }

    // Seeds that once found something, and a few that any run shall try.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Parse_KnownSeeds_ReadsAsCsvHelperDoes(int seed)
    {
        for (int round = 0; round < 200; round++) Check((seed * 1000) + round);
    }

    private static void Check(int seed)
    {
        var random = new Random(seed);
        int fields = random.Next(1, 5);
        var generator = new CsvTextGenerator(random, fields);
        bool semicolons = fields > 1 && random.Next(4) == 0;
        byte[][] objects = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Delimited(generator.Object(), semicolons))];
        int[] wanted = [.. Enumerable.Range(0, fields).OrderBy(_ => random.Next()).Take(Math.Max(semicolons ? 2 : 1, random.Next(fields + 1)))];
        VectorPath[] paths = VectorPaths.All;
        var options = new CsvSourceOptions
        {
            BlockBytes = random.Next(3) switch { 0 => random.Next(1, 20), 1 => random.Next(20, 400), _ => 4096 },
            MaxFieldBytes = random.Next(2) == 0 ? random.Next(1, 100) : 1 << 20,
            Path = paths[random.Next(paths.Length)],
        };
        Func<int> pieceBytes = random.Next(2) == 0 ? () => int.MaxValue : () => random.Next(1, 80);
        var store = new MemoryObjectStore(pieceBytes);
        for (int i = 0; i < objects.Length; i++) store.Add($"/{i}", objects[i]);
        string delimiter = semicolons ? ";" : ",";
        List<CsvItem> expected = [.. objects.SelectMany((content, source) => CsvReference.Read(content, source, fields, options.MaxFieldBytes, delimiter, wanted))];
        List<CsvItem> found = CsvRun.Of(store, [.. wanted.Select(column => $"f{column}")], options).Items;
        string about = $"seed {seed}, block {options.BlockBytes}, field {options.MaxFieldBytes}, {options.Path}\n";
        for (int i = 0; i < Math.Min(expected.Count, found.Count); i++)
        {
            if (expected[i] != found[i])
                Assert.Fail($"{about}item {i}: expected {expected[i]}\nfound {found[i]}\nin {CsvItem.Show(CsvItem.Text(objects[expected[i].Source]))}");
        }

        Assert.True(expected.Count == found.Count, $"{about}expected {expected.Count} items, found {found.Count}");
    }

    private static byte[] Delimited(byte[] content, bool semicolons) =>
        !semicolons ? content : [.. content.Select(b => b switch { (byte)',' => (byte)';', (byte)';' => (byte)',', _ => b })];
}
