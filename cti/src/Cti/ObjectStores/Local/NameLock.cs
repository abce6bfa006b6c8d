using System.Diagnostics;
using Cti.Failures;

namespace Cti.ObjectStores.Local;

/// <summary>Holds other writers off one file name, across processes: compare-and-replace is no single step of a file system.</summary>
/// <remarks>A hidden file beside the target, locked by whoever may write. It is removed on release, so the lock counts only while the
/// path still leads to the file that was locked: each holder marks its file by a random time of change and looks for it through the path
/// (opening it a second time would meet the lock).</remarks>
internal sealed class NameLock : IDisposable
{
    private const string Ending = ".cti-lock";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly FileStream _file;

    private NameLock(FileStream file) => _file = file;

    /// <summary>Waits for the lock; fails as transient when it is held for 30 seconds.</summary>
    public static async Task<NameLock> AcquireAsync(string target, CancellationToken cancellationToken)
    {
        string path = Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}{Ending}");
        long start = Stopwatch.GetTimestamp();
        for (int wait = 1; ; wait = Math.Min(wait * 2, 50))
        {
            if (TryAcquire(path) is { } taken) return taken;

            if (Stopwatch.GetElapsedTime(start) > s_patience)
            {
                throw CtiException.Transient("write", $"{target} is being written by another process that has not finished within {s_patience.TotalSeconds:0} s ({path} is locked).");
            }

            await Task.Delay(wait, cancellationToken);
        }
    }

    /// <summary>Removes the lock files that killed writers left in a folder: those that nobody holds.</summary>
    public static void RemoveOrphans(string folder)
    {
        foreach (string path in Directory.EnumerateFiles(folder, $".*{Ending}"))
        {
            try
            {
                if (TryAcquire(path) is not { } orphan) continue;
                if (TempFile.LocksHoldHere(path)) orphan.Dispose();
                else orphan._file.Dispose();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It has gone meanwhile, or it is another user's: not ours to remove.
            }
        }
    }

    /// <summary>Removes the lock file while it is still held, then lets go: nobody ever removes a lock that another one holds.</summary>
    public void Dispose()
    {
        if (OperatingSystem.IsWindows())
        {
            _file.Dispose();
            File.Delete(_file.Name);
            return;
        }

        File.Delete(_file.Name);
        _file.Dispose();
    }

    private static NameLock? TryAcquire(string path)
    {
        FileStream? file = null;
        try
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            if (OperatingSystem.IsWindows() || IsStillThere(file))
            {
                NameLock taken = new(file);
                file = null;
                return taken;
            }

            return null;
        }
        catch (IOException e) when (FileLocks.IsHeld(e))
        {
            return null;
        }
        finally
        {
            file?.Dispose();
        }
    }

    private static bool IsStillThere(FileStream file)
    {
        // Whole even seconds: every file system keeps them.
        DateTime token = DateTime.UnixEpoch.AddSeconds(2L * Random.Shared.Next(1, int.MaxValue / 2));
        File.SetLastWriteTimeUtc(file.SafeFileHandle, token);
        return File.GetLastWriteTimeUtc(file.Name) == token;
    }
}
