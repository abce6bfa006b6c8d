namespace Cti.Tests;

/// <summary>The seed of generated months that are held to their truth.</summary>
internal static class GeneratedSeed
{
    /// <summary>Another one each time, to be said in the test's output; in CI (<c>CI=true</c>) always the same: a month may by chance lack what a test is to show.</summary>
    public static ulong Next() => Environment.GetEnvironmentVariable("CI") == "true" ? 20_210_401 : (ulong)Environment.TickCount;
}
