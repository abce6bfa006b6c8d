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
}
