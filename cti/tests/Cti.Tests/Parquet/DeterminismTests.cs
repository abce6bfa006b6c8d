using Cti.Parquet;
using Xunit.Abstractions;

namespace Cti.Tests.Parquet;

/// <summary>The same table gives the same bytes, whoever encodes it, in whatever order, after whatever else.</summary>
public class DeterminismTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Encode_ByManyThreadsInAnyOrder_GivesTheSameBytes()
    {
        int first = Seeds.First(output);
        for (int seed = first; seed < first + 20; seed++)
        {
            GeneratedTable table = new TableGenerator(seed).Table();
            byte[][] alone = [.. table.Groups.Select(group => Encode(new RowGroupEncoder(table.Schema, table.Options), group))];

            // Four encoders, each with the scratch of other groups in it.
            byte[][] together = new byte[table.Groups.Count][];
            await Task.WhenAll(Enumerable.Range(0, 4).Select(worker => Task.Run(() =>
            {
                RowGroupEncoder encoder = new(table.Schema, table.Options);
                for (int i = table.Groups.Count - 1; i >= 0; i--)
                {
                    byte[] bytes = Encode(encoder, table.Groups[i]);
                    if (i % 4 == worker) together[i] = bytes;
                }
            })));

            for (int i = 0; i < alone.Length; i++) Assert.True(alone[i].AsSpan().SequenceEqual(together[i]), $"seed {seed}, row group {i}");
        }
    }

    /// <summary>Who changes these bytes changes every file's hash: a new version of the writer, and a line in the changelog.</summary>
    [Theory]
    [InlineData(ParquetCodec.None, "3725f6ed05ff93ba986855a4954946e692f3631faf1fa69d8657d9d3c508ff7b")]
    [InlineData(ParquetCodec.Snappy, "0c0bbcdbdb98324858f1b7ac35bde70e68b6ee1860e8c4d66455453aef0a45e4")]
    public async Task Write_FixedTables_GiveTheBytesTheyAlwaysGave(ParquetCodec codec, string expected)
    {
        List<string> hashes = [];
        for (int seed = 0; seed < 10; seed++)
        {
            GeneratedTable table = new TableGenerator(seed).Table();
            hashes.Add(await (table with { Options = table.Options with { Codec = codec } }).HashAsync());
        }

        string all = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(string.Concat(hashes))));
        Assert.True(expected == all, $"{all} found");
    }

    private static byte[] Encode(RowGroupEncoder encoder, IReadOnlyList<GeneratedColumn> group)
    {
        using EncodedRowGroup encoded = encoder.Encode([.. group.Select(column => column.Values)]);
        return encoded.Bytes.ToArray();
    }
}
