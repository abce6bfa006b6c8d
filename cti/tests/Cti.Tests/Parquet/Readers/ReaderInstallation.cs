using Cti.Tests.Servers;

namespace Cti.Tests.Parquet.Readers;

/// <summary>Puts the readers' packages where Node.js finds them, as the lock file says.</summary>
internal static class ReaderInstallation
{
    /// <summary>Where the readers are.</summary>
    public static string Folder { get; } = Repository.Path("cti", "tests", "readers");

    /// <summary>Installs what is missing or older than the lock file. Test processes wait for each other.</summary>
    public static Task EnsureAsync() => NodePackages.EnsureAsync(Folder);
}
