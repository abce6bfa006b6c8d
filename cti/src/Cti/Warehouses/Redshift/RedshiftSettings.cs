using Cti.Aws;

namespace Cti.Warehouses.Redshift;

/// <summary>What the settings say of Redshift; null where they say nothing.</summary>
public sealed record RedshiftSettings
{
    /// <summary>A serverless workgroup.</summary>
    public string? Workgroup { get; init; }

    /// <summary>A provisioned cluster.</summary>
    public string? Cluster { get; init; }

    /// <summary>The host that a driver would connect to; cluster or workgroup and region are taken from it where they are not named.</summary>
    public string? Hostname { get; init; }

    /// <summary>The database.</summary>
    public string? Database { get; init; }

    /// <summary>The database user of a cluster's temporary credentials.</summary>
    public string? Username { get; init; }

    /// <summary>Whether a password is there, which the Data API has no use for.</summary>
    public bool HasPassword { get; init; }

    /// <summary>The secret that holds user and password.</summary>
    public string? SecretArn { get; init; }

    /// <summary>The role that COPY reads S3 with: an ARN, or <c>default</c> for the namespace's own.</summary>
    public string? Iam { get; init; }

    /// <summary>Keys, region and endpoint of the Data API's caller.</summary>
    public AwsAccess Access { get; init; } = new();
}
