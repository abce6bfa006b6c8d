using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SSO;
using Amazon.SSOOIDC;

namespace Cti.Aws;

/// <summary>The credentials that every client of this program signs with.</summary>
internal static class AwsCredentialSource
{
    /// <summary>The keys that the settings give; null for the SDK's default chain.</summary>
    /// <remarks>The SDK finds the parts of its chain for web identity and SSO by name at run time: the attributes keep their
    /// assemblies beside the program.</remarks>
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicConstructors, typeof(AmazonSecurityTokenServiceClient))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicConstructors, typeof(AmazonSSOClient))]
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicConstructors, typeof(AmazonSSOOIDCClient))]
    public static AWSCredentials? Of(AwsAccess access) => access switch
    {
        { AccessKey: null } => null,
        { SessionToken: { } token } => new SessionAWSCredentials(access.AccessKey, access.SecretKey, token),
        _ => new BasicAWSCredentials(access.AccessKey, access.SecretKey),
    };
}
