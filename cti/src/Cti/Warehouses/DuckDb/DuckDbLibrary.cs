using System.Runtime.InteropServices;

namespace Cti.Warehouses.DuckDb;

/// <summary>The engine's library.</summary>
internal static class DuckDbLibrary
{
    /// <summary>Loads it where no call did so yet, and says its version.</summary>
    /// <exception cref="DllNotFoundException">It is not beside the program.</exception>
    public static unsafe string Load() => Marshal.PtrToStringUTF8((nint)DuckDbNative.LibraryVersion()) ?? "";
}
