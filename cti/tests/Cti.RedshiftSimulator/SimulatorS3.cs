namespace Cti.RedshiftSimulator;

/// <summary>The S3 that COPY reads from.</summary>
/// <param name="Endpoint">Its URL; null for AWS itself.</param>
/// <param name="AccessKey">Access key id.</param>
/// <param name="SecretKey">Secret key.</param>
/// <param name="Region">Its region.</param>
public sealed record SimulatorS3(string? Endpoint, string AccessKey, string SecretKey, string Region = "us-east-1")
{
    /// <summary>Without the secret.</summary>
    public override string ToString() => $"{Endpoint} ({AccessKey}, {Region})";
}
