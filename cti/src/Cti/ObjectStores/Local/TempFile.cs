using System.Globalization;
using System.Runtime.InteropServices;
using Cti.Failures;

namespace Cti.ObjectStores.Local;

/// <summary>A hidden file beside its target that becomes the target in one step, or goes.</summary>
/// <remarks>It is held open under a shared lock as long as its writer lives: the kernel drops the lock with the process, and so a file that
/// can be locked exclusively was left behind by a killed one and may be removed. A shared lock, because the file is still open for a moment
/// after it has become the target, and readers that ask for a shared lock (all of .NET do) must not be refused then.</remarks>
internal sealed class TempFile : IAsyncDisposable
{
    private const string Pattern = ".cti-*.tmp";
    private const int BufferBytes = 64 * 1024;

    private readonly string _target;
    private bool _published;

    private TempFile(string target, FileStream stream)
    {
        _target = target;
        Stream = stream;
    }

    /// <summary>Takes the content.</summary>
    public FileStream Stream { get; }

    /// <summary>Makes the folder where it is missing, removes what killed writers left in it, and opens a new file.</summary>
    public static TempFile Create(string target)
    {
        string folder = Path.GetDirectoryName(target)!;
        Directory.CreateDirectory(folder);
        RemoveOrphans(folder);
        while (true)
        {
            if (TryOpen(Path.Combine(folder, $".cti-{Guid.NewGuid():N}.tmp")) is { } stream) return new TempFile(target, stream);
        }
    }

    /// <summary>Flushes to the disk and becomes the target, replacing what was there. The caller holds the target's <see cref="NameLock"/>.</summary>
    public void Replace()
    {
        Flush();
        FileInfo old = new(_target);

        // The time of change is the ETag; the clock of a file system ticks in milliseconds, so a quick second write could repeat it.
        if (old.Exists && File.GetLastWriteTimeUtc(Stream.SafeFileHandle) <= old.LastWriteTimeUtc)
        {
            File.SetLastWriteTimeUtc(Stream.SafeFileHandle, old.LastWriteTimeUtc.AddTicks(1));
        }

        CloseWhereNeeded();
        File.Move(Stream.Name, _target, overwrite: true);
        Publish();
    }

    /// <summary>Flushes to the disk and becomes the target only where there is none. The caller holds the target's <see cref="NameLock"/>.</summary>
    /// <returns>False where the target was there already.</returns>
    public bool TryCreate()
    {
        Flush();
        CloseWhereNeeded();

        // File.Move without overwrite looks first and renames then, which two processes can do at once; link(2) decides in one step.
        // Where a file system has no hard links, the lock that the caller holds must do.
        if (!OperatingSystem.IsWindows())
        {
            if (Posix.Link(Stream.Name, _target) == 0)
            {
                File.Delete(Stream.Name);
                Publish();
                return true;
            }

            if (Marshal.GetLastPInvokeError() == Posix.Exists) return false;
        }

        if (File.Exists(_target)) return false;
        File.Move(Stream.Name, _target, overwrite: false);
        Publish();
        return true;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // Removed while the lock is still held, so that nobody else takes it for an orphan of another name.
        if (!_published && !OperatingSystem.IsWindows()) File.Delete(Stream.Name);
        await Stream.DisposeAsync();
        if (!_published && OperatingSystem.IsWindows()) File.Delete(Stream.Name);
    }

    /// <summary>The content version of a file: its time of change.</summary>
    public static string ETagOf(DateTime lastWriteUtc) => lastWriteUtc.Ticks.ToString(CultureInfo.InvariantCulture);

    /// <summary>Removes what killed writers left in a folder.</summary>
    public static void RemoveOrphans(string folder)
    {
        foreach (string path in Directory.EnumerateFiles(folder, Pattern))
        {
            try
            {
                using FileStream orphan = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
                if (LocksHoldHere(path)) File.Delete(path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Somebody writes it, it has gone meanwhile, or it is another user's: not ours to remove.
            }
        }
    }

    /// <summary>Whether a lock that is held keeps others off. Some network file systems grant every lock; there no file can be told to be an orphan.</summary>
    public static bool LocksHoldHere(string lockedPath)
    {
        try
        {
            using FileStream second = new(lockedPath, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            return false;
        }
        catch (IOException e) when (FileLocks.IsHeld(e))
        {
            return true;
        }
    }

    /// <summary>Null where somebody tidying up took the file between its creation and its lock.</summary>
    private static FileStream? TryOpen(string path)
    {
        try
        {
            FileStream stream = new(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read, BufferBytes);
            if (File.Exists(path)) return stream;
            stream.Dispose();
            return null;
        }
        catch (IOException e) when (FileLocks.IsHeld(e))
        {
            return null;
        }
    }

    private void Flush() => Stream.Flush(flushToDisk: true);

    /// <summary>Unix renames an open file, and the lock must last until then; Windows renames only a closed one.</summary>
    private void CloseWhereNeeded()
    {
        if (OperatingSystem.IsWindows()) Stream.Dispose();
    }

    private void Publish()
    {
        _published = true;
        if (!OperatingSystem.IsWindows()) Posix.SyncFolder(Path.GetDirectoryName(_target)!);
    }
}
