using Cti.Failures;
using Cti.Sources;

namespace Cti.Tests.Sources;

public class ContentSnifferTests
{
    [Theory]
    [InlineData("28B52FFD0000000000", "zstd")]
    [InlineData("425A6839314159265359", "bzip2")]
    [InlineData("425A6831177245385090", "bzip2")]
    [InlineData("504B0304140000000800", "zip")]
    [InlineData("504B0506000000000000", "zip")]
    [InlineData("FD377A585A0000", "xz")]
    [InlineData("04224D1864", "lz4")]
    public void Detect_UnsupportedCompression_FailsNamingItAndWhatIsSupported(string head, string named)
    {
        CtiException failure = Assert.Throws<CtiException>(() => ContentSniffer.Detect(Convert.FromHexString(head), "s3://b/k"));
        Assert.Equal(FailureKind.Usage, failure.Kind);
        Assert.Contains("s3://b/k", failure.Message, StringComparison.Ordinal);
        Assert.Contains(named, failure.Message, StringComparison.Ordinal);
        Assert.Contains("gzip", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", Compression.None)]
    [InlineData("1F8B", Compression.None)]
    [InlineData("1F8B08", Compression.Gzip)]
    [InlineData("1F8B0800000000000003", Compression.Gzip)]
    [InlineData("69642C6E616D65", Compression.None)]
    [InlineData("425A68392C6E616D6520", Compression.None)]
    public void Detect_Supported_TellsWhich(string head, Compression expected) =>
        Assert.Equal(expected, ContentSniffer.Detect(Convert.FromHexString(head), "x"));
}
