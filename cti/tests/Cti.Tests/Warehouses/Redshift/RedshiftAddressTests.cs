using Cti.Failures;
using Cti.Warehouses.Redshift;
using Cti.Warehouses.Redshift.DataApi;

namespace Cti.Tests.Warehouses.Redshift;

public sealed class RedshiftAddressTests
{
    [Theory]
    [InlineData("etl.123456789012.eu-central-1.redshift-serverless.amazonaws.com", "etl", null, "eu-central-1")]
    [InlineData("examplecluster.abc123xyz789.us-west-2.redshift.amazonaws.com", null, "examplecluster", "us-west-2")]
    [InlineData("Etl.123456789012.cn-north-1.redshift-serverless.amazonaws.com.cn", "Etl", null, "cn-north-1")]
    public void Of_ClassicHostname_GivesClusterOrWorkgroupAndRegion(string hostname, string? workgroup, string? cluster, string region)
    {
        RedshiftAddress found = RedshiftAddress.Of(new RedshiftSettings { Hostname = hostname, Database = "dev" });

        Assert.Equal(new DataApiTarget { WorkgroupName = workgroup, ClusterIdentifier = cluster, Database = "dev" }, found.Target);
        Assert.Equal(region, found.Region);
        Assert.Empty(found.Warnings);
    }

    [Fact]
    public void Of_WorkgroupNamed_GoesBeforeTheHostname()
    {
        RedshiftAddress found = RedshiftAddress.Of(new RedshiftSettings { Hostname = "c.x.us-west-2.redshift.amazonaws.com", Workgroup = "w", Database = "dev" });

        Assert.Equal(("w", null), (found.Target.WorkgroupName, found.Target.ClusterIdentifier));
    }

    [Theory]
    [InlineData(null, "workgroup, cluster or hostname")]
    [InlineData("db.example.com", "hostname is no endpoint of Redshift")]
    public void Of_NothingNamed_SaysEverythingThatIsMissing(string? hostname, string expected)
    {
        CtiException failure = Assert.Throws<CtiException>(() => RedshiftAddress.Of(new RedshiftSettings { Hostname = hostname }));

        Assert.Equal(FailureKind.Usage, failure.Kind);
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
        Assert.Contains("the setting database", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("c.x.us-west-2.redshift.amazonaws.com", "bob", false, null, "bob", null)]
    [InlineData("c.x.us-west-2.redshift.amazonaws.com", "bob", true, null, "bob", "name it by secret_arn")]
    [InlineData("c.x.us-west-2.redshift.amazonaws.com", "bob", true, "arn:aws:secretsmanager:x", null, null)]
    [InlineData("w.1.us-west-2.redshift-serverless.amazonaws.com", "bob", true, null, null, "name it by secret_arn")]
    [InlineData("w.1.us-west-2.redshift-serverless.amazonaws.com", "bob", false, null, null, "username is not used")]
    public void Of_UserAndPassword_GoWhereTheDataApiTakesThem(string hostname, string username, bool password, string? secret, string? dbUser, string? warning)
    {
        RedshiftAddress found = RedshiftAddress.Of(new RedshiftSettings { Hostname = hostname, Database = "dev", Username = username, HasPassword = password, SecretArn = secret });

        Assert.Equal((dbUser, secret), (found.Target.DbUser, found.Target.SecretArn));
        Assert.Equal(warning is null ? 0 : 1, found.Warnings.Count);
        Assert.All(found.Warnings, w => Assert.Contains(warning!, w, StringComparison.Ordinal));
    }
}
