using Amazon.Runtime;
using Amazon.S3;
using Cti.Failures;
using Cti.ObjectStores;
using Cti.ObjectStores.S3;

namespace Cti.Tests.ObjectStores.S3;

public sealed class S3ConnectionTests
{
    [Theory]
    [InlineData(null, null, "AWS_REGION=eu-west-1 AWS_DEFAULT_REGION=eu-west-2", "profile-1", null, "eu-west-1")]
    [InlineData(null, null, "AWS_DEFAULT_REGION=eu-west-2", "profile-1", null, "eu-west-2")]
    [InlineData(null, null, "", "profile-1", null, "profile-1")]
    [InlineData(null, "ap-1", "AWS_REGION=eu-west-1", "profile-1", null, "ap-1")]
    [InlineData("http://set", null, "AWS_ENDPOINT_URL_S3=http://own", null, "http://set", "us-east-1")]
    [InlineData(null, null, "AWS_ENDPOINT_URL_S3=http://own AWS_ENDPOINT_URL=http://all", null, "http://own", "us-east-1")]
    [InlineData(null, null, "AWS_ENDPOINT_URL=http://all AWS_REGION=eu-west-1", null, "http://all", "eu-west-1")]
    [InlineData(null, "x", "AWS_ENDPOINT_URL=http://all AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true", null, null, "x")]
    [InlineData(null, "x", "AWS_ENDPOINT_URL=", null, null, "x")]
    public void Resolve_SettingsThenVariablesThenProfile_TakesTheFirst(string? endpoint, string? region, string variables, string? profile, string? expectedEndpoint, string expectedRegion)
    {
        Dictionary<string, string> environment = variables.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(v => v.Split('=')).ToDictionary(v => v[0], v => v[1]);

        S3Connection found = S3Connection.Resolve(new ObjectStoreOptions { Endpoint = endpoint, Region = region }, environment.GetValueOrDefault, _ => profile);

        Assert.Equal(new S3Connection(expectedEndpoint, expectedRegion), found);
    }

    [Fact]
    public void Resolve_NoRegion_IsUsageFailure() => Assert.Equal(
        FailureKind.Usage,
        Assert.Throws<CtiException>(() => S3Connection.Resolve(new ObjectStoreOptions(), _ => null, _ => null)).Kind);

    [Theory]
    [InlineData("localhost:9000")]
    [InlineData("ftp://host")]
    [InlineData("x")]
    public void Resolve_EndpointThatIsNoUrl_IsUsageFailure(string endpoint) => Assert.Equal(
        FailureKind.Usage,
        Assert.Throws<CtiException>(() => S3Connection.Resolve(new ObjectStoreOptions { Endpoint = endpoint }, _ => null, _ => null)).Kind);

    [Fact]
    public void ConfigOf_OwnEndpoint_AddressesByPathAndSendsNoTrailingChecksums()
    {
        AmazonS3Config config = S3ClientFactory.ConfigOf(new ObjectStoreOptions(), new S3Connection("http://minio:9000", "us-east-1"));

        Assert.True(config.ForcePathStyle);
        Assert.Equal(RequestChecksumCalculation.WHEN_REQUIRED, config.RequestChecksumCalculation);
        Assert.Equal(ResponseChecksumValidation.WHEN_REQUIRED, config.ResponseChecksumValidation);
        Assert.Equal(0, config.MaxErrorRetry);
    }

    [Fact]
    public void ConfigOf_Amazon_AddressesByHostAndChecksAllItCan()
    {
        AmazonS3Config config = S3ClientFactory.ConfigOf(new ObjectStoreOptions(), new S3Connection(null, "eu-central-1"));

        Assert.False(config.ForcePathStyle);
        Assert.Equal("eu-central-1", config.RegionEndpoint.SystemName);
        Assert.Equal(RequestChecksumCalculation.WHEN_SUPPORTED, config.RequestChecksumCalculation);
    }

    [Theory]
    [InlineData("Amazon.SecurityToken.AmazonSecurityTokenServiceClient, AWSSDK.SecurityToken")]
    [InlineData("Amazon.SSO.AmazonSSOClient, AWSSDK.SSO")]
    [InlineData("Amazon.SSOOIDC.AmazonSSOOIDCClient, AWSSDK.SSOOIDC")]
    public void CredentialChain_PartsThatTheSdkFindsByName_AreBesideTheProgram(string type) => Assert.NotNull(Type.GetType(type));
}
