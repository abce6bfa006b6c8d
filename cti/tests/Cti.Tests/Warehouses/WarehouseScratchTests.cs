using Cti.Warehouses;

namespace Cti.Tests.Warehouses;

public sealed class WarehouseScratchTests : IDisposable
{
    private readonly string _parent = Directory.CreateTempSubdirectory("cti-scratch-").FullName;

    public void Dispose() => Directory.Delete(_parent, recursive: true);

    [Fact]
    public void Dispose_WithFilesInside_LeavesNothing()
    {
        using (ScratchFolder scratch = new(_parent))
            File.WriteAllText(Path.Combine(scratch.Path, "x"), "y");

        Assert.Empty(Directory.EnumerateFileSystemEntries(_parent));
    }

    [Fact]
    public void New_AfterAKilledProcess_DeletesWhatItLeft()
    {
        string left = Path.Combine(_parent, "cti-warehouse-0123");
        Directory.CreateDirectory(left);
        File.WriteAllText(Path.Combine(left, "spilled"), "y");
        File.WriteAllText(left + ".lock", "");

        using ScratchFolder scratch = new(_parent);

        Assert.False(Directory.Exists(left));
        Assert.False(File.Exists(left + ".lock"));
    }

    [Fact]
    public void New_BesideALivingOne_LeavesIt()
    {
        using ScratchFolder living = new(_parent);
        using ScratchFolder scratch = new(_parent);

        Assert.True(Directory.Exists(living.Path));
        Assert.NotEqual(living.Path, scratch.Path);
    }

    [Fact]
    public async Task New_ManyAtOnce_EachHasItsOwnUnderALockThatIsThere()
    {
        // Each one's sweep meets files that others have created and not locked yet.
        async Task<int> MakeManyAsync()
        {
            await Task.Yield();
            int held = 0;
            for (int i = 0; i < 300; i++)
            {
                using ScratchFolder scratch = new(_parent);
                held += Directory.Exists(scratch.Path) && File.Exists(scratch.Path + ".lock") ? 1 : 0;
            }

            return held;
        }

        int[] held = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(MakeManyAsync)));

        Assert.All(held, count => Assert.Equal(300, count));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_parent));
    }
}
