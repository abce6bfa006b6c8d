namespace Cti.Failures;

/// <summary>Tells a file that another handle has locked from one that cannot be opened at all.</summary>
internal static class FileLocks
{
    private const int WindowsSharingViolation = unchecked((int)0x80070020);
    private const int LinuxTryAgain = 11;
    private const int BsdTryAgain = 35;

    /// <summary>Whether another open handle holds the file's lock.</summary>
    public static bool IsHeld(IOException e) =>
        OperatingSystem.IsWindows() ? e.HResult == WindowsSharingViolation
        : OperatingSystem.IsLinux() ? e.HResult == LinuxTryAgain
        : e.HResult == BsdTryAgain;
}
