using Cti.Failures;

namespace Cti.Warehouses;

/// <summary>A folder of its own for one load or query, deleted with all that is in it; the next one deletes what a killed process left.</summary>
internal sealed class ScratchFolder : IDisposable
{
    private const string Prefix = "cti-warehouse-";
    private const string LockSuffix = ".lock";
    private readonly FileStream _lock;

    /// <summary>Makes the folder inside <paramref name="parent"/>.</summary>
    public ScratchFolder(string parent)
    {
        Sweep(parent);
        FileStream? taken;
        do
            taken = TryLock(System.IO.Path.Combine(parent, Prefix + Guid.NewGuid().ToString("N") + LockSuffix));
        while (taken is null);

        // Locked before the folder is there: whoever finds the folder can tell that its owner lives.
        _lock = taken;
        Path = taken.Name[..^LockSuffix.Length];
        Directory.CreateDirectory(Path);
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
        File.Delete(_lock.Name);
        _lock.Dispose();
    }

    /// <summary>Null where another one's sweep took the file between its creation and its lock: then it is gone, or about to go.</summary>
    private static FileStream? TryLock(string file)
    {
        FileStream taken;
        try
        {
            taken = new FileStream(file, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (FileLocks.IsHeld(e))
        {
            return null;
        }

        if (File.Exists(file))
            return taken;
        taken.Dispose();
        return null;
    }

    private static void Sweep(string parent)
    {
        foreach (string file in Directory.EnumerateFiles(parent, Prefix + "*" + LockSuffix))
        {
            try
            {
                // The system drops a process's locks when it dies, however it dies.
                using FileStream left = new(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
                string folder = file[..^LockSuffix.Length];
                if (Directory.Exists(folder))
                    Directory.Delete(folder, recursive: true);
                File.Delete(file);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Its owner lives, or another user's process left it: neither is ours to delete.
            }
        }
    }
}
