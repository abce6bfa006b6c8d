using Cti.Records.Columns;
using Cti.Records.Erasing;
using Cti.Records.Forms;

namespace Cti.Tests.Records.Erasing;

/// <summary>Pseudonyms against digests that Python's hmac gave.</summary>
public sealed class PseudonymsTests
{
    private readonly Pseudonyms _pseudonyms = new("a pepper of thirty-two characters");

    [Fact]
    public void Of_KnownSubjectFieldAndValue_IsTheKnownDigest() =>
        Assert.Equal("erased-88a523ed0de7dcae", _pseudonyms.Of("00042", "first_name", "Ann"));

    [Theory]
    [InlineData("ann@b.example")]
    [InlineData("  Ann@B.Example ")]
    public void Replace_Address_IsOneOfThatDomainByAnyCase(string email)
    {
        Assert.Equal("erased-c8a9dd4b564b0c62@erased.invalid", _pseudonyms.Replace(ErasedAs.EmailPseudonym, "00042", "email", email));
        Assert.True(EmailRule.IsValid("erased-c8a9dd4b564b0c62@erased.invalid"));
    }

    [Fact]
    public void HashOfEmail_Address_IsTheOneThatErasureRequestsHold()
    {
        Assert.Equal("bcba25f3f897c055555ad2a326269d84d23a832c45dea77d6ef8f1d6a726a7f8", _pseudonyms.HashOfEmail("Ann@b.EXAMPLE"));
        Assert.Equal(PseudonymForm.OfNormalised("a pepper of thirty-two characters", "email").Of("ann@b.example"), _pseudonyms.HashOfEmail("ann@b.example"));
    }

    [Fact]
    public void Replace_OtherSubjectFieldValueOrPepper_IsAnother()
    {
        string[] all = ["00042", "00043"];
        Assert.Equal(2, all.Select(s => _pseudonyms.Of(s, "city", "x")).Distinct().Count());
        Assert.NotEqual(_pseudonyms.Of("00042", "city", "x"), _pseudonyms.Of("00042", "country", "x"));
        Assert.NotEqual(_pseudonyms.Of("00042", "city", "x"), _pseudonyms.Of("00042", "city", "y"));
        Assert.NotEqual(_pseudonyms.Of("00042", "city", "x"), new Pseudonyms("another pepper").Of("00042", "city", "x"));

        // Where one ends and the next begins counts.
        Assert.NotEqual(_pseudonyms.Of("1", "ab", "c"), _pseudonyms.Of("1a", "b", "c"));
    }

    [Theory]
    [InlineData(ErasedAs.Pseudonym, "erased-0123456789abcdef")]
    [InlineData(ErasedAs.EmailPseudonym, "erased-0123456789abcdef@erased.invalid")]
    [InlineData(ErasedAs.KeyedHash, "anything")]
    [InlineData(ErasedAs.Pseudonym, "")]
    public void Replace_PseudonymAlready_Stays(ErasedAs how, string value) => Assert.Equal(value, _pseudonyms.Replace(how, "00042", "email", value));

    [Theory]
    [InlineData("erased-0123456789ABCDEF")]
    [InlineData("erased-0123456789abcdef@other.invalid")]
    [InlineData("erased-0123")]
    public void IsOne_SomethingAlike_IsNone(string value) => Assert.False(Pseudonyms.IsOne(value));

    [Fact]
    public void Replace_JsonColumn_StaysJson()
    {
        ColumnDefinition traits = Column.Json("traits").OrNull().AboutPerson();
        string first = _pseudonyms.Replace(traits, "00042", """{"nick":"a"}""")!;

        Assert.Matches("""^\{"erased":"erased-[0-9a-f]{16}"\}$""", first);
        Assert.Equal(first, _pseudonyms.Replace(traits, "00042", first));
        Assert.Null(_pseudonyms.Replace(ErasedAs.Null, "00042", "ip", "10.0.0.1"));
    }
}
