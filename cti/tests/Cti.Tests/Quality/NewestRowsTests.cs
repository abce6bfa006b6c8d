using Cti.Quality.Deduplication;
using Cti.Records.Batches;
using Cti.Records.Customers;

namespace Cti.Tests.Quality;

public sealed class NewestRowsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cti-newest-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(64L << 20)]
    [InlineData(1)]
    public void IsNextLatest_ManyVersions_OnlyTheNewestOfAKey(long memoryBytes)
    {
        const int Rows = 60_000;
        Random random = new(78);
        (int Key, long? Change, long Arrival, ulong Content)[] rows =
            [.. Enumerable.Range(0, Rows).Select(_ => (random.Next(Rows / 4), random.Next(5) == 0 ? (long?)null : random.Next(3), (long)random.Next(3), (ulong)random.Next(2)))];
        Dictionary<int, int> newest = [];
        for (int row = 0; row < Rows; row++)
        {
            if (!newest.TryGetValue(rows[row].Key, out int held) || Supersedes(rows[row], rows[held]))
                newest[rows[row].Key] = row;
        }

        using NewestRows survey = new(CustomersTables.Customers, memoryBytes, _folder.FullName);
        foreach ((int, long?, long, ulong)[] block in rows.Chunk(7_000))
            survey.Note(BatchOf(block));
        survey.Resolve(memoryBytes);

        for (int row = 0; row < Rows; row++)
            Assert.Equal(newest[rows[row].Key] == row, survey.IsNextLatest());
    }

    private static bool Supersedes((int Key, long? Change, long Arrival, ulong Content) later, (int Key, long? Change, long Arrival, ulong Content) earlier)
    {
        int compared = (later.Change ?? long.MinValue, later.Arrival).CompareTo((earlier.Change ?? long.MinValue, earlier.Arrival));
        return compared > 0 || (compared == 0 && later.Content != earlier.Content);
    }

    private static RecordBatch BatchOf((int Key, long? Change, long Arrival, ulong Content)[] rows)
    {
        RecordBatch batch = new(CustomersTables.Customers);
        batch.Reset(rows.Length, 0);
        Int64Column changes = (Int64Column)batch.Columns[10];
        Int64Column arrivals = (Int64Column)batch.Columns[12];
        for (int row = 0; row < rows.Length; row++)
        {
            batch.Keys[row] = new UInt128((ulong)rows[row].Key * 0x9E3779B97F4A7C15, 7);
            batch.Contents[row] = rows[row].Content;
            arrivals.Set(row, rows[row].Arrival);
            if (rows[row].Change is { } change)
                changes.Set(row, change);
            else
                changes.SetNull(row);
        }

        return batch;
    }
}
