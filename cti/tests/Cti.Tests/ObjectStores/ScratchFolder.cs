namespace Cti.Tests.ObjectStores;

/// <summary>A new folder that goes with its test.</summary>
public sealed class ScratchFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("cti-test-").FullName;

    public string File(string relative, string content = "x")
    {
        string path = At(relative);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        System.IO.File.WriteAllText(path, content);
        return path;
    }

    public string At(string relative) => $"{Path}/{relative}";

    /// <summary>Every file, hidden ones too, relative and sorted.</summary>
    public string[] Files() =>
        [.. Directory.EnumerateFiles(Path, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
            .Select(f => System.IO.Path.GetRelativePath(Path, f)).Order(StringComparer.Ordinal)];

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
