using Cti.Aws;
using Cti.Failures;
using Cti.Warehouses.Redshift.DataApi;

namespace Cti.Tests.Aws;

public sealed class AwsConnectionTests
{
    [Theory]
    [InlineData("AWS_ENDPOINT_URL_REDSHIFT_DATA=http://data:1 AWS_ENDPOINT_URL=http://any:1", "http://set:1", "http://data:1")]
    [InlineData("AWS_ENDPOINT_URL=http://any:1", "http://set:1", "http://set:1")]
    [InlineData("AWS_ENDPOINT_URL=http://any:1", null, "http://any:1")]
    [InlineData("AWS_ENDPOINT_URL_S3=http://s3:1", null, null)]
    [InlineData("AWS_ENDPOINT_URL_REDSHIFT_DATA=http://data:1 AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true", "http://set:1", "http://set:1")]
    [InlineData("AWS_ENDPOINT_URL_REDSHIFT_DATA=http://data:1 AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true", null, null)]
    public void Resolve_Endpoint_TakesTheServicesOwnVariableFirst(string variables, string? setting, string? expected)
    {
        Dictionary<string, string> environment = variables.Split(' ').Select(v => v.Split('=', 2)).ToDictionary(v => v[0], v => v[1]);

        AwsConnection found = AwsConnection.Resolve(new AwsAccess { Endpoint = setting, Region = "eu-west-1" }, RedshiftDataClient.Service, environment.GetValueOrDefault, _ => null);

        Assert.Equal(new AwsConnection(expected, "eu-west-1"), found);
    }

    [Fact]
    public void Resolve_BadEndpoint_NamesTheServiceAndItsVariable()
    {
        CtiException failure = Assert.Throws<CtiException>(() =>
            AwsConnection.Resolve(new AwsAccess { Endpoint = "moto:5000" }, RedshiftDataClient.Service, _ => null, _ => null));

        Assert.Equal(FailureKind.Usage, failure.Kind);
        Assert.Contains("Redshift Data", failure.Message, StringComparison.Ordinal);
        Assert.Contains("AWS_ENDPOINT_URL_REDSHIFT_DATA", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("eu-central-1", "https://redshift-data.eu-central-1.amazonaws.com/")]
    [InlineData("cn-north-1", "https://redshift-data.cn-north-1.amazonaws.com.cn/")]
    public void Config_WithoutAnEndpoint_GoesToThePartitionsHost(string region, string expected)
    {
        AwsJsonConfig config = new(RedshiftDataClient.Service, new AwsConnection(null, region), TimeSpan.FromSeconds(1));

        Assert.Equal(expected, config.EndpointProvider.ResolveEndpoint(null).URL.TrimEnd('/') + "/");
    }
}
