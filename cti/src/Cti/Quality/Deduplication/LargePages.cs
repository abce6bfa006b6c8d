using System.Runtime.InteropServices;

namespace Cti.Quality.Deduplication;

/// <summary>Asks the system for large pages: a table that is read and written at random costs a page fault or two for each small page it touches, and a miss of the address cache for nearly every row.</summary>
internal static partial class LargePages
{
    private const nuint PageBytes = 4096;
    private const int HugePages = 14;

    /// <summary>Asks for them where the system has them. Advice only: whether it is taken makes no other difference.</summary>
    public static unsafe void Advise(void* start, nuint bytes)
    {
        if (!OperatingSystem.IsLinux() || bytes <= PageBytes)
            return;
        nuint first = ((nuint)start + PageBytes - 1) / PageBytes * PageBytes;
        nuint length = ((nuint)start + bytes - first) / PageBytes * PageBytes;
        _ = Advise(first, length, HugePages);
    }

    /// <summary>Brings the pages in, whatever others write into them meanwhile.</summary>
    /// <remarks>By writing nothing to each: to ask the system for all of them in one call would keep every other thread from its memory.</remarks>
    public static unsafe void Populate(void* start, nuint bytes)
    {
        byte* first = (byte*)start;
        for (nuint at = 0; at < bytes; at += PageBytes)
            Interlocked.Or(ref *(int*)(first + at), 0);
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nuint start, nuint length, int advice);
}
