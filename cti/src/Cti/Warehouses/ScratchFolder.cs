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
        Path = System.IO.Path.Combine(parent, Prefix + Guid.NewGuid().ToString("N"));
        // Locked before the folder is there: whoever finds the folder can tell that its owner lives.
        _lock = new FileStream(Path + LockSuffix, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
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
