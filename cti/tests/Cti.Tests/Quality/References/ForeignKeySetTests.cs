using System.Globalization;
using System.Text;
using Cti.Quality.References;
using Cti.Quality.Validation;
using Cti.Records;
using Cti.Records.Batches;
using Cti.Tests.ObjectStores;
using Xunit.Abstractions;

namespace Cti.Tests.Quality.References;

/// <summary>What rows refer to, exact on any budget.</summary>
public sealed class ForeignKeySetTests(ITestOutputHelper output) : IDisposable
{
    private static readonly Dataset Transactions = DatasetCatalog.Find("transactions")!;
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(100_000_000)]
    public void Judge_ManyKeysOnAnyBudget_AgreesWithSets(long memoryBytes)
    {
        int seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        Random random = new(seed);
        using ForeignKeySet set = new(Transactions, Transactions.ForeignKeys[0], memoryBytes, _folder.Path);
        string[] ids = [.. Enumerable.Range(0, 60_000).Select(_ => random.Next(50_000).ToString(CultureInfo.InvariantCulture).PadLeft(random.Next(1, 12), '0'))];
        RecordBatch[] batches = [.. ids.Chunk(20_000).Select(chunk => BatchOf(chunk, _ => 1))];
        HashSet<string> known = [.. ids.Where(_ => random.Next(3) == 0)];
        HashSet<string> rejected = [.. ids.Where(_ => random.Next(3) == 0)];

        foreach (RecordBatch batch in batches)
            set.Note(batch);
        Assert.Equal(ids.Distinct(), set.Wanted());
        foreach (string id in known.Append("never").Append("seen"))
            set.AddKnown(Encoding.UTF8.GetBytes(id));
        foreach (string id in rejected)
            set.AddRejected(Encoding.UTF8.GetBytes(id));

        Assert.Equal((ids.Distinct().Count(), known.Count), (set.WantedCount, set.KnownCount));
        List<string> failed = [];
        foreach (RecordBatch batch in batches)
            set.Judge(batch, (_, failure) => failed.Add($"{failure.Code} {failure.Value}"));
        Assert.Equal(ids.Where(id => !known.Contains(id)).Select(id => (rejected.Contains(id) ? "rejected_reference " : "unknown_reference ") + id), failed);
    }

    [Fact]
    public void Judge_KeyOfAPart_IsToldForItsOwnerWhileThatIsKept()
    {
        using ForeignKeySet set = new(Transactions, Transactions.ForeignKeys[1], 1_000_000, _folder.Path);
        RecordBatch batch = BatchOf(["1", "2", "3"], row => row + 1);
        batch.States[1] = RowState.Duplicate;
        set.Note(batch);
        Assert.Equal(["100", "102", "103", "104"], set.Wanted().Order(StringComparer.Ordinal));
        set.AddKnown("103"u8);

        List<(int, string?)> failed = [];
        set.Judge(batch, (row, failure) => failed.Add((row, failure.Value)));

        Assert.Equal([(0, "100"), (2, "102"), (2, "104")], failed);
    }

    /// <summary>A transaction a customer; its lines have the numbers from 100 plus its row on.</summary>
    private static RecordBatch BatchOf(IReadOnlyList<string> customers, Func<int, int> lines)
    {
        RecordBatch batch = RecordBatch.For(Transactions);
        string?[][] rows =
        [
            .. customers.Select((customer, row) => new[]
            {
                Guid.NewGuid().ToString("D"), "2020-01-01", customer, null, null, null, null,
                $"[{string.Join(',', Enumerable.Range(0, lines(row)).Select(i => $"{{\"sku\":{100 + row + i},\"quantity\":1,\"price\":1,\"total\":1}}"))}]",
                lines(row).ToString(CultureInfo.InvariantCulture),
            }),
        ];
        BlockTransform.For(Transactions, new TransformOptions { Arrivals = [0] }).Run(RawBatches.Of(Transactions, rows), batch);
        Assert.All(Enumerable.Range(0, batch.RowCount), row => Assert.Equal(RowState.Kept, batch.States[row]));
        return batch;
    }
}
