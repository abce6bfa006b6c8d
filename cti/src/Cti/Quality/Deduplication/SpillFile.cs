using Cti.Failures;
using Microsoft.Win32.SafeHandles;

namespace Cti.Quality.Deduplication;

/// <summary>Files for state that does not fit in memory; they are gone as soon as nobody holds them, even after a kill.</summary>
internal static class SpillFile
{
    /// <summary>Makes one in the spill folder.</summary>
    /// <exception cref="CtiException">The folder can't be written to.</exception>
    public static SafeFileHandle Create(string folder)
    {
        string path = Path.Combine(folder, $"cti-spill-{Guid.NewGuid():N}.tmp");
        try
        {
            SafeFileHandle file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, FileOptions.DeleteOnClose);

            // Without its name the file is freed with the process; elsewhere than on Unix it goes when it is closed.
            if (!OperatingSystem.IsWindows())
                File.Delete(path);
            return file;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw CtiException.Usage("deduplicate", $"The spill folder {folder} can't be written to ({error.Message}); name another with --spill-dir.", error);
        }
    }
}
