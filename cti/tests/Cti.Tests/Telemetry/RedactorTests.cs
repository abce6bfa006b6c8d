using Cti.Telemetry;

namespace Cti.Tests.Telemetry;

public class RedactorTests
{
    [Theory]
    [InlineData("password=s3cr3t/+key, again s3cr3t/+key", "password=***, again ***")]
    [InlineData("as query: ?p=s3cr3t%2F%2Bkey&x=1", "as query: ?p=***&x=1")]
    [InlineData("nothing here", "nothing here")]
    public void Redact_PlantedSecret_IsMaskedInEverySpelling(string text, string expected) =>
        Assert.Equal(expected, new Redactor(["s3cr3t/+key"]).Redact(text));

    [Fact]
    public void Redact_SecretWithinALongerOne_LeavesNoRestOfTheLonger() =>
        Assert.Equal("*** ***", new Redactor(["pepper", "pepper-2024"]).Redact("pepper-2024 pepper"));

    [Fact]
    public void Redact_SecretWithQuotes_IsMaskedInJsonAndSql()
    {
        var redactor = new Redactor(["pa'ss\"wd"]);

        Assert.Equal("""{"p":"***"}""", redactor.Redact("""{"p":"pa\u0027ss\u0022wd"}"""));
        Assert.Equal("PASSWORD '***'", redactor.Redact("PASSWORD 'pa''ss\"wd'"));
    }

    [Theory]
    [InlineData("postgres://etl:hunter2@db:5432/x", "postgres://etl:***@db:5432/x")]
    [InlineData("s3://bucket/a:b/c@d", "s3://bucket/a:b/c@d")]
    [InlineData("http://host:9000/path", "http://host:9000/path")]
    public void Redact_Url_HidesItsPasswordOnly(string text, string expected) => Assert.Equal(expected, Redactor.Empty.Redact(text));

    [Fact]
    public void Redact_NullsAndVeryShortValues_ArePassedOver() =>
        Assert.Equal("a bad banana", new Redactor([null, string.Empty, "a", "bad"]).Redact("a bad banana"));
}
