namespace Cti.Warehouses.Redshift.DataApi;

/// <summary>The database that statements are sent to, and as whom.</summary>
internal sealed record DataApiTarget
{
    /// <summary>A provisioned cluster; null for a workgroup.</summary>
    public string? ClusterIdentifier { get; init; }

    /// <summary>A serverless workgroup, by name or ARN; null for a cluster.</summary>
    public string? WorkgroupName { get; init; }

    /// <summary>The secret that holds user and password; null for temporary credentials of the caller.</summary>
    public string? SecretArn { get; init; }

    /// <summary>The database user of temporary credentials, clusters only; null for the one that the caller's role maps to.</summary>
    public string? DbUser { get; init; }

    /// <summary>The database.</summary>
    public required string Database { get; init; }

    /// <summary>Cluster or workgroup and database, for messages and names of files.</summary>
    public override string ToString() => $"{WorkgroupName ?? ClusterIdentifier}/{Database}";
}
