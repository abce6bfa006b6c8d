using Cti.Aws;

namespace Cti.Warehouses.Glue;

/// <summary>What the settings say of Glue and Athena; null where they say nothing.</summary>
public sealed record GlueSettings
{
    /// <summary>The setting <c>database</c>: the catalogue's database where neither the argument nor <c>schema</c> names it.</summary>
    public string? Database { get; init; }

    /// <summary>Athena's workgroup; null for <c>primary</c>.</summary>
    public string? Workgroup { get; init; }

    /// <summary>Keys, region and endpoint of the caller.</summary>
    public AwsAccess Access { get; init; } = new();
}
