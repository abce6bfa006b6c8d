using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Amazon.Runtime;
using Cti.Failures;

namespace Cti.Aws;

/// <summary>What a service or the connection to it refuses, as failures of this program.</summary>
/// <param name="server">The server, for messages.</param>
/// <param name="retries">How often a call was tried again before its failure counts.</param>
internal sealed class AwsFailures(string server, int retries)
{
    /// <summary>Whether the same call may succeed a little later.</summary>
    public static bool IsTransient(Exception failure) => failure switch
    {
        // The answer did not come whole, whatever its status said.
        AmazonUnmarshallingException => true,
        AmazonServiceException { StatusCode: HttpStatusCode.NotImplemented } => false,
        AmazonServiceException { StatusCode: >= HttpStatusCode.InternalServerError or HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout } => true,
        AmazonServiceException { ErrorCode: { } code } when IsTransientCode(code) => true,
        AmazonServiceException { StatusCode: 0, InnerException: { } inner } => IsTransient(inner),
        AmazonServiceException => false,
        AmazonClientException { InnerException: { } inner } => IsTransient(inner),
        AmazonClientException => false,
        HttpRequestException { InnerException: AuthenticationException } => false,
        HttpRequestException or IOException or TimeoutException or SocketException => true,
        _ => false,
    };

    /// <summary>A few words for the log of a retry.</summary>
    public static string Reason(Exception failure) => (failure, failure.GetBaseException()) switch
    {
        (AmazonServiceException { StatusCode: >= HttpStatusCode.BadRequest } service, _) => $"{(int)service.StatusCode} {(string.IsNullOrEmpty(service.ErrorCode) ? "without a code" : service.ErrorCode)}",
        (TimeoutException, _) or (_, OperationCanceledException or TimeoutException) => "no answer in time",
        (_, var innermost) => innermost.Message,
    };

    /// <summary>The failure of a call, after its retries.</summary>
    public CtiException From(Exception failure, string stage, string operation) => failure switch
    {
        _ when IsTransient(failure) =>
            CtiException.Transient(stage, $"{operation}: {server} could not be reached or did not answer as it should ({Reason(failure)}), after {retries} retries; try again later.", failure),
        AmazonServiceException { StatusCode: > 0 } service => CtiException.Usage(stage, $"{operation}: {server} refused the call ({Reason(failure)}: {service.Message}); {Advice(service)}.", failure),
        _ when failure.GetBaseException() is AuthenticationException e => CtiException.Usage(
            stage, $"{operation}: the TLS certificate of {server} is not trusted here ({e.Message}); install its authority's certificate.", failure),
        _ => CtiException.Usage(
            stage, $"{operation}: no AWS credentials could be had ({failure.Message}); give access_key and secret_key in the settings, or AWS_ACCESS_KEY_ID, a profile, web identity or a task role.", failure),
    };

    private static bool IsTransientCode(string code) => code is
        "SlowDown" or "RequestTimeout" or "RequestTimeTooSkewed" or "Throttling" or "ThrottlingException" or "ThrottledException"
        or "TooManyRequestsException" or "RequestLimitExceeded" or "ConditionalRequestConflict" or "OperationAborted" or "BadDigest"
        or "IncompleteBody" or "InternalError" or "InternalServerException" or "InternalServiceException"
        or "OperationTimeoutException" or "ConcurrentModificationException" or "ActiveStatementsExceededException" or "ActiveSessionsExceededException";

    private static string Advice(AmazonServiceException service) => service.ErrorCode switch
    {
        "InvalidSignatureException" or "SignatureDoesNotMatch" => "the secret key does not belong to the access key, or the clock is wrong",
        "UnrecognizedClientException" or "InvalidClientTokenId" => "it does not know the access key; check access_key, or AWS_ACCESS_KEY_ID",
        "ExpiredTokenException" or "ExpiredToken" => "the session token has expired; get new credentials",
        "AccessDeniedException" or "AccessDenied" => "grant the role this action",
        "ResourceNotFoundException" => "check the name, the region and the account",
        _ => "check the settings",
    };
}
