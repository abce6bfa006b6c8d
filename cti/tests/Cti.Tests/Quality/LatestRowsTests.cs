using Cti.Quality.Deduplication;
using Cti.Records;
using Cti.Records.Batches;
using Cti.Records.Interactions;

namespace Cti.Tests.Quality;

public sealed class LatestRowsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cti-latest-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(64L << 20)]
    [InlineData(1)]
    public void IsNextLatest_ManyChunks_OnlyTheLastOfAKey(long memoryBytes)
    {
        const int Rows = 400_000;
        Random random = new(77);
        int[] keys = [.. Enumerable.Range(0, Rows).Select(_ => random.Next(Rows / 2))];
        Dictionary<int, int> last = [];
        for (int row = 0; row < Rows; row++)
            last[keys[row]] = row;

        using LatestRows latest = new(memoryBytes, _folder.FullName);
        foreach (int[] block in keys.Chunk(30_000))
            latest.Note(BatchOf(block));
        using SightingIndex index = new(memoryBytes, latest.Count, _folder.FullName);
        latest.Resolve(index);

        for (int row = 0; row < Rows; row++)
            Assert.Equal(last[keys[row]] == row, latest.IsNextLatest());
    }

    private static RecordBatch BatchOf(int[] keys)
    {
        Dataset dataset = new InteractionsDataset();
        RecordBatch batch = new(dataset.Tables[0]);
        batch.Reset(keys.Length, 0);
        for (int row = 0; row < keys.Length; row++)
            batch.Keys[row] = (UInt128)keys[row];
        return batch;
    }
}
