using Cti.Tests.Parquet.Readers;
using Xunit.Abstractions;

namespace Cti.Tests.Parquet;

/// <summary>What is written is what three readers of other people's making give back, value by value.</summary>
[Collection(WithParquetReaders.Name)]
public class RoundTripTests(ParquetReaders readers, ITestOutputHelper output)
{
    private const int Tables = 60;

    [Fact]
    public async Task Write_GeneratedTables_AreReadBackByAllReaders()
    {
        int first = Seeds.First(output);
        for (int seed = first; seed < first + Tables; seed++)
        {
            GeneratedTable table = new TableGenerator(seed).Table();
            using TemporaryFile file = new();
            await table.WriteAsync(file.Path);
            foreach (string reader in ParquetReaders.Names) await AssertReadBack(table, reader, file.Path, seed);
        }
    }

    private async Task AssertReadBack(GeneratedTable table, string reader, string path, int seed)
    {
        IReadOnlyList<ReadColumn> columns = await readers.ReadAsync(reader, path);
        Assert.True(table.Schema.Fields.Select(f => f.Name).SequenceEqual(columns.Select(c => c.Name)), $"seed {seed}, {reader}: columns {string.Join(", ", columns.Select(c => c.Name))}");
        for (int i = 0; i < columns.Count; i++)
        {
            IReadOnlyList<string?> expected = table.Expected(i);
            Assert.True(expected.Count == columns[i].Values.Count, $"seed {seed}, {reader}, {table.Schema.Fields[i]}: {columns[i].Values.Count} values, {expected.Count} expected");
            for (int row = 0; row < expected.Count; row++)
                if (expected[row] != columns[i].Values[row])
                    Assert.Fail($"seed {seed}, {reader}, {table.Schema.Fields[i]}, row {row} of {expected.Count}: <{columns[i].Values[row]}>, <{expected[row]}> expected; {table.Options}");
        }
    }
}
