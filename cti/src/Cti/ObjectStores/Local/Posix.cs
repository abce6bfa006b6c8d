using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Cti.ObjectStores.Local;

/// <summary>The few calls of the C library that .NET has no equal to.</summary>
internal static partial class Posix
{
    /// <summary>EEXIST, the same number on Linux and macOS.</summary>
    public const int Exists = 17;

    /// <summary>Gives a file a second name, failing with <see cref="Exists"/> where that name is taken: create-if-absent in one step.</summary>
    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Link(string existing, string created);

    /// <summary>Makes the names in a folder outlive a power failure; a file system that cannot is left as it is.</summary>
    public static void SyncFolder(string folder)
    {
        const int readOnly = 0;
        int handle = Open(folder, readOnly);
        if (handle < 0) return;
        _ = Fsync(handle);
        _ = Close(handle);
    }

    /// <summary>Lets the system begin to write a stretch of a file to the disk; where it cannot, nothing is lost.</summary>
    public static void BeginWriteback(SafeFileHandle file, long from, long bytes)
    {
        const uint write = 2;
        if (OperatingSystem.IsLinux())
            _ = SyncFileRange(file, from, bytes, write);
    }

    [LibraryImport("libc", EntryPoint = "sync_file_range", SetLastError = true)]
    private static partial int SyncFileRange(SafeFileHandle handle, long offset, long bytes, uint flags);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int handle);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int handle);
}
