namespace Cti.Aws;

/// <summary>Who calls and where, as the settings say; shared by every AWS service that the program uses.</summary>
public sealed record AwsAccess
{
    /// <summary>Access key id; null for the SDK's default chain: environment, web identity, profile, SSO, container and instance roles.</summary>
    public string? AccessKey { get; init; }

    /// <summary>Secret of <see cref="AccessKey"/>.</summary>
    public string? SecretKey { get; init; }

    /// <summary>Session token of temporary keys; null for lasting ones.</summary>
    public string? SessionToken { get; init; }

    /// <summary>AWS region; null for <c>AWS_REGION</c>, <c>AWS_DEFAULT_REGION</c>, then the profile's.</summary>
    public string? Region { get; init; }

    /// <summary>The setting <c>endpoint_url</c>; null where there is none.</summary>
    public string? Endpoint { get; init; }

    /// <summary>Where the server is and whether keys are given: never the keys.</summary>
    public override string ToString() =>
        $"{nameof(AwsAccess)} {{ Endpoint = {Endpoint ?? "default"}, Region = {Region ?? "default"}, Keys = {(AccessKey is null ? "default chain" : "given")} }}";
}
