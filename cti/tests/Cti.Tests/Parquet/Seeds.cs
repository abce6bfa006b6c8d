using System.Globalization;
using Xunit.Abstractions;

namespace Cti.Tests.Parquet;

/// <summary>Where the property tests begin: at CTI_TEST_SEED, else anywhere.</summary>
internal static class Seeds
{
    /// <summary>The first seed of a test; printed, so that a failure can be had again.</summary>
    public static int First(ITestOutputHelper output)
    {
        string? given = Environment.GetEnvironmentVariable("CTI_TEST_SEED");
        int seed = given is null ? Random.Shared.Next(1_000_000_000) : int.Parse(given, CultureInfo.InvariantCulture);
        output.WriteLine($"CTI_TEST_SEED={seed}");
        return seed;
    }
}
