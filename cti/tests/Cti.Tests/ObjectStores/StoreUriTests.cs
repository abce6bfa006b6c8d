using Cti.Failures;
using Cti.ObjectStores;

namespace Cti.Tests.ObjectStores;

public sealed class StoreUriTests
{
    [Theory]
    [InlineData("s3://bucket/a/b.csv", "bucket", "a/b.csv")]
    [InlineData("S3://bucket/a b%20c", "bucket", "a b%20c")]
    [InlineData("s3://bucket", "bucket", "")]
    [InlineData("s3://bucket/prefix/", "bucket", "prefix/")]
    [InlineData("/data/events.csv", null, "/data/events.csv")]
    [InlineData("/data/../x/", null, "/x/")]
    [InlineData("file:///data/a%20b.csv", null, "/data/a b.csv")]
    public void Parse_KnownForm_GivesBucketAndPath(string text, string? bucket, string path)
    {
        StoreUri parsed = StoreUri.Parse(text, "list");

        Assert.Equal((bucket, path), (parsed.Bucket, parsed.Path));
    }

    [Fact]
    public void Parse_RelativePath_IsMadeAbsolute() =>
        Assert.Equal(Path.Combine(Directory.GetCurrentDirectory(), "x/y.csv"), StoreUri.Parse("x/y.csv", "list").ToString());

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("s3://")]
    [InlineData("s3:///key")]
    [InlineData("gs://bucket/key")]
    [InlineData("file://host/path")]
    [InlineData("a\0b")]
    public void Parse_UnknownForm_IsUsageFailureOfTheStage(string text)
    {
        CtiException failure = Assert.Throws<CtiException>(() => StoreUri.Parse(text, "list"));

        Assert.Equal((FailureKind.Usage, "list"), (failure.Kind, failure.Stage));
    }

    [Theory]
    [InlineData("s3://b/out", "s3://b/out/t/p")]
    [InlineData("s3://b/out/", "s3://b/out/t/p")]
    [InlineData("/out", "/out/t/p")]
    public void Combine_FolderWithOrWithoutSlash_GivesOnePath(string folder, string expected) =>
        Assert.Equal(expected, StoreUri.Combine(folder, "t/p"));
}
