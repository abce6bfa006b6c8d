namespace Cti.Warehouses;

/// <summary>A folder of its own for one load or query, deleted with all that is in it.</summary>
internal sealed class ScratchFolder : IDisposable
{
    /// <summary>Makes the folder inside <paramref name="parent"/>.</summary>
    public ScratchFolder(string parent)
    {
        Path = System.IO.Path.Combine(parent, "cti-warehouse-" + Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(Path);
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
    }
}
