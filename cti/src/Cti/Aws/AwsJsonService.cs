namespace Cti.Aws;

/// <summary>A service that speaks Amazon's JSON protocol, as far as a call needs to know it.</summary>
public sealed record AwsJsonService
{
    /// <summary>Its id in the SDKs, <c>Redshift Data</c>.</summary>
    public required string ServiceId { get; init; }

    /// <summary>The name that signatures carry and that its host begins with, <c>redshift-data</c>.</summary>
    public required string SigningName { get; init; }

    /// <summary>The date of its interface, <c>2019-12-20</c>.</summary>
    public required string Version { get; init; }

    /// <summary>What stands before an operation in <c>X-Amz-Target</c>, <c>RedshiftData</c>.</summary>
    public required string TargetPrefix { get; init; }

    /// <summary>The variable that names a server of one's own, <c>AWS_ENDPOINT_URL_REDSHIFT_DATA</c>.</summary>
    public string EndpointVariable => "AWS_ENDPOINT_URL_" + ServiceId.Replace(' ', '_').ToUpperInvariant();
}
