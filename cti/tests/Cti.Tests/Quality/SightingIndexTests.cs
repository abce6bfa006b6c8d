using Cti.Quality.Deduplication;

namespace Cti.Tests.Quality;

public sealed class SightingIndexTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cti-sightings-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(64L << 20, 1_000)]
    [InlineData(64L << 20, 200_000)]
    [InlineData(64L << 20, 300_000)]
    [InlineData(300_000, 200_000)]
    [InlineData(1, 10)]
    public void Add_RandomRowsAtAnyBudget_AnswersLikeASet(long memoryBytes, long expectedRows)
    {
        const int Seed = 20260401;
        Random random = new(Seed);
        Dictionary<UInt128, HashSet<ulong>> seen = [];
        using SightingIndex index = new(memoryBytes, expectedRows, _folder.FullName);
        for (int row = 0; row < 250_000; row++)
        {
            UInt128 key = new((ulong)random.Next(4), (ulong)random.Next(90_000));
            ulong content = (ulong)random.Next(3) * 64;
            Sighting expected = !seen.TryGetValue(key, out HashSet<ulong>? contents) ? Sighting.New
                : contents.Contains(content) ? Sighting.Repeat : Sighting.Clash;
            (contents ?? (seen[key] = [])).Add(content);

            Assert.True(expected == index.Add(key, content, remembersClashes: true), $"seed {Seed}, row {row}");
        }

        Assert.Equal(memoryBytes < 1 << 20, index.SpilledBytes > 0);
    }

    [Fact]
    public void Add_OneKeyWithManyContents_StaysFastAndExact()
    {
        // Nil UUIDs come by the hundred thousand: they must neither fill one place of the table nor be told apart wrongly.
        using SightingIndex index = new(400_000, 1000, _folder.FullName);
        for (int pass = 0; pass < 2; pass++)
        {
            for (ulong content = 0; content < 100_000; content++)
            {
                Sighting expected = pass == 1 ? Sighting.Repeat : content == 0 ? Sighting.New : Sighting.Clash;
                Assert.Equal(expected, index.Add(UInt128.Zero, content << 8, remembersClashes: true));
            }
        }
    }

    [Fact]
    public void Add_ClashNotRemembered_StaysAClash()
    {
        using SightingIndex index = new(1 << 20, 10, _folder.FullName);

        Assert.Equal(Sighting.New, index.Add(7, 16, remembersClashes: false));
        Assert.Equal(Sighting.Clash, index.Add(7, 32, remembersClashes: false));
        Assert.Equal(Sighting.Clash, index.Add(7, 32, remembersClashes: false));
        Assert.Equal(Sighting.Repeat, index.Add(7, 16, remembersClashes: false));
    }

    [Fact]
    public void Add_PastTheBudget_LeavesNoFileBehind()
    {
        using (SightingIndex index = new(1, 10, _folder.FullName))
        {
            for (int row = 0; row < 100_000; row++)
                index.Add((UInt128)row, 0, remembersClashes: false);
            Assert.True(index.SpilledBytes > 0);
            Assert.Empty(_folder.GetFiles());
        }
    }

    [Fact]
    public void Add_SpillFolderMissing_SaysWhichOptionToGive()
    {
        using SightingIndex index = new(1, 10, Path.Combine(_folder.FullName, "not-there"));

        Failures.CtiException error = Assert.Throws<Failures.CtiException>(() =>
        {
            for (int row = 0; row < 100_000; row++)
                index.Add((UInt128)row, 0, remembersClashes: false);
        });
        Assert.Equal(Failures.FailureKind.Usage, error.Kind);
        Assert.Contains("--spill-dir", error.Message, StringComparison.Ordinal);
    }
}
