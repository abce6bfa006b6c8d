using System.Runtime.InteropServices;

namespace Cti.Warehouses.DuckDb;

/// <summary>The engine's library.</summary>
internal static class DuckDbLibrary
{
    /// <summary>Loads it where no call did so yet, and says its version.</summary>
    /// <exception cref="DllNotFoundException">It is not beside the program.</exception>
    public static unsafe string Load() => Marshal.PtrToStringUTF8((nint)DuckDbNative.LibraryVersion()) ?? "";

    /// <summary>Loads it where no call did so yet.</summary>
    /// <exception cref="Failures.CtiException">Usage: it is not beside the program, or not for this platform.</exception>
    public static void Require()
    {
        try
        {
            Load();
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            throw DuckDbFailures.LibraryMissing(e);
        }
    }
}
