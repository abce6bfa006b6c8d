namespace Cti.Tests.Parquet;

/// <summary>A file that goes with the test.</summary>
internal sealed class TemporaryFile : IDisposable
{
    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"cti-{Guid.NewGuid():N}.parquet");

    public void Dispose() => File.Delete(Path);
}
