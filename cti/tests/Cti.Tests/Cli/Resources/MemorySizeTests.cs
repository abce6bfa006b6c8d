using Cti.Cli.Resources;

namespace Cti.Tests.Cli.Resources;

public class MemorySizeTests
{
    [Theory]
    [InlineData("256MB", 256_000_000)]
    [InlineData("256 MiB", 268_435_456)]
    [InlineData("1.5GB", 1_500_000_000)]
    [InlineData("2gib", 2_147_483_648)]
    [InlineData("900k", 900_000)]
    [InlineData("268435456", 268_435_456)]
    [InlineData("128m", 128_000_000)]
    [InlineData(" 1.5 Tib ", 1_649_267_441_664)]
    [InlineData("64B", 64)]
    public void TryParse_Amounts_AreReadWithPowersOf1000UnlessTheUnitSaysElse(string text, long expected)
    {
        Assert.True(MemorySize.TryParse(text, out long bytes));
        Assert.Equal(expected, bytes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("MB")]
    [InlineData("-5MB")]
    [InlineData("0")]
    [InlineData("12 apples")]
    [InlineData("1,5GB")]
    [InlineData("1.GB")]
    [InlineData(".5GB")]
    [InlineData("1.5.5GB")]
    [InlineData("1.0123456789GB")]
    [InlineData("1234567890123456")]
    [InlineData("1MBs")]
    [InlineData("1bi")]
    [InlineData("999999999999999TB")]
    public void TryParse_OtherText_IsRefused(string text) => Assert.False(MemorySize.TryParse(text, out _));

    [Theory]
    [InlineData("512m", 536_870_912)]
    [InlineData("4g", 4_294_967_296)]
    [InlineData("64b", 64)]
    public void TryParseDocker_Amounts_AreReadWithPowersOf1024(string text, long expected)
    {
        Assert.True(MemorySize.TryParseDocker(text, out long bytes));
        Assert.Equal(expected, bytes);
    }
}
