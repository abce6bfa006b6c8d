using System.Text;
using Cti.Parquet.Encodings;

namespace Cti.Tests.Parquet.Encodings;

public class TextBoundsTests
{
    [Theory]
    [InlineData("abc", "abc", true)]
    [InlineData("abcdefgh", "abcdefgh", true)]
    [InlineData("abcdefghi", "abcdefgi", false)]
    [InlineData("abcdefg\u007fi", "abcdefg\u0080", false)]
    [InlineData("abcdefgäx", "abcdefh", false)]
    [InlineData("abcdef\u07ffx", "abcdef\u0800", false)]
    [InlineData("abcde\ud7ffx", "abcde\ue000", false)]
    [InlineData("abcde\uffffx", "abcde\U00010000", false)]
    [InlineData("abcd\U0010ffffx", "abce", false)]
    [InlineData("\U0010ffff\U0010ffffx", "\U0010ffff\U0010ffffx", true)]
    public void Of_LongMaximum_IsRoundedUpToTheNextText(string max, string expected, bool exact)
    {
        PageBounds bounds = TextBounds.Of(""u8, Encoding.UTF8.GetBytes(max), 8);

        Assert.Equal(expected, Encoding.UTF8.GetString(bounds.Max!));
        Assert.Equal(exact, bounds.MaxExact);
        Assert.True(bounds.Max.AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(max)) >= 0);
    }

    [Theory]
    [InlineData("", "", true)]
    [InlineData("abcdefgh", "abcdefgh", true)]
    [InlineData("abcdefghi", "abcdefgh", false)]
    [InlineData("abcdefgä", "abcdefg", false)]
    [InlineData("abcdef😀", "abcdef", false)]
    public void Of_LongMinimum_IsCutAtACodePoint(string min, string expected, bool exact)
    {
        PageBounds bounds = TextBounds.Of(Encoding.UTF8.GetBytes(min), "z"u8, 8);

        Assert.Equal(expected, Encoding.UTF8.GetString(bounds.Min!));
        Assert.Equal(exact, bounds.MinExact);
    }

    [Fact]
    public void Of_MaximumThatIsNoUtf8_IsKeptWhole()
    {
        byte[] max = [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF];

        PageBounds bounds = TextBounds.Of(max, max, 4);

        Assert.Equal(max, bounds.Max);
        Assert.True(bounds.MaxExact);
    }
}
