using Cti.Failures;

namespace Cti.ObjectStores.Local;

/// <summary>What the file system refuses, as failures of this program.</summary>
internal static class LocalFailures
{
    private const int NoSpaceLeft = 28;
    private const int ReadOnlyFileSystem = 30;
    private const int QuotaExceeded = 122;
    private const int WindowsDiskFull = unchecked((int)0x80070070);

    /// <summary>Runs work on a file and maps what it throws.</summary>
    public static async Task<T> MapAsync<T>(string stage, string path, Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw From(e, stage, path);
        }
    }

    /// <summary>Runs work on a file and maps what it throws.</summary>
    public static T Map<T>(string stage, string path, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw From(e, stage, path);
        }
    }

    private static CtiException From(Exception e, string stage, string path) => e switch
    {
        UnauthorizedAccessException =>
            CtiException.Usage(stage, $"{path} may not be opened by this user, or is a folder where a file is expected: check its owner and mode.", e),
        FileNotFoundException or DirectoryNotFoundException =>
            CtiException.Transient(stage, $"{path} is gone; it was removed while it was used.", e),
        PathTooLongException => CtiException.Usage(stage, $"{path} is longer than the file system takes; choose a shorter name.", e),
        { HResult: NoSpaceLeft or QuotaExceeded or WindowsDiskFull } =>
            CtiException.Usage(stage, $"{path}: no space is left on its disk; free some or choose another place.", e),
        { HResult: ReadOnlyFileSystem } => CtiException.Usage(stage, $"{path} is on a read-only file system; choose another place or mount a volume there.", e),
        IOException when File.Exists(Path.GetDirectoryName(path)) =>
            CtiException.Usage(stage, $"{path}: the folder it should be in is a file; choose another place.", e),
        _ => CtiException.Transient(stage, $"{path}: the file system failed: {e.Message}", e),
    };
}
