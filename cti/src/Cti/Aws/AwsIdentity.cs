using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using Cti.Failures;

namespace Cti.Aws;

/// <summary>Tells which source of the chain gives the credentials; their values stay where they are.</summary>
public static class AwsIdentity
{
    private const string Advice = "give access_key and secret_key in the settings, or AWS_ACCESS_KEY_ID, a profile, web identity or a task role";

    /// <summary>Has credentials made, as a call would, and names their source.</summary>
    /// <param name="access">The settings.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <exception cref="CtiException">Usage: there are none to be had.</exception>
    public static async Task<string> SourceAsync(AwsAccess access, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(access);
        if (access.AccessKey is not null)
            return access.SessionToken is null ? "access_key and secret_key of the settings" : "access_key, secret_key and session_token of the settings";
        try
        {
            // The chain asks the network for some of its links and takes no token.
            return await Task.Run(ResolveAsync, cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is AmazonClientException or AmazonServiceException)
        {
            throw CtiException.Usage("settings", $"no AWS credentials could be had: {e.Message.ReplaceLineEndings(" ").TrimEnd('.')}; {Advice}.", e);
        }
    }

    private static async Task<string> ResolveAsync()
    {
        AWSCredentials found = DefaultAWSCredentialsIdentityResolver.GetCredentials();
        await found.GetCredentialsAsync().ConfigureAwait(false);
        return NameOf(found);
    }

    private static string NameOf(AWSCredentials credentials) => credentials switch
    {
        EnvironmentVariablesAWSCredentials => "environment variables (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY)",
        AssumeRoleWithWebIdentityCredentials => "web identity (AWS_WEB_IDENTITY_TOKEN_FILE, AWS_ROLE_ARN)",
        GenericContainerCredentials => "the container's role (AWS_CONTAINER_CREDENTIALS_*)",
        SSOAWSCredentials => "single sign-on of the profile",
        AssumeRoleAWSCredentials => "a role that the profile assumes",
        ProcessAWSCredentials => "a process that the profile runs",
        BasicAWSCredentials or SessionAWSCredentials => "keys of the profile",
        // The chain's own type for it is not public.
        _ when credentials.GetType().Name.Contains("InstanceProfile", StringComparison.Ordinal) => "the machine's instance role",
        _ => credentials.GetType().Name,
    };
}
