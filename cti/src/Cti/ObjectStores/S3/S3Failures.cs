using System.Net;
using System.Security.Authentication;
using Amazon.Runtime;
using Cti.Aws;
using Cti.Failures;

namespace Cti.ObjectStores.S3;

/// <summary>What the server or the connection refuses, as failures of this program.</summary>
internal sealed class S3Failures(ObjectStoreOptions options, string server)
{
    /// <summary>Whether the same call may succeed a little later.</summary>
    public static bool IsTransient(Exception failure) => AwsFailures.IsTransient(failure);

    /// <summary>Whether it is unknown if the call was carried out: the answer was lost, or it came from something between here and there.</summary>
    public static bool IsAmbiguous(Exception failure) => failure is not AmazonServiceException { StatusCode: > 0 and < HttpStatusCode.InternalServerError };

    /// <summary>The object is not, or no longer, the one that was listed.</summary>
    public static CtiException Changed(ObjectInfo info, Exception? cause = null) =>
        CtiException.Transient("read", $"{info.Uri} has changed since it was listed ({info.Size} bytes, ETag {info.ETag}); run again when nothing writes to it.", cause);

    /// <summary>A few words for the log of a retry.</summary>
    public string Reason(Exception failure) => (failure, Innermost(failure)) switch
    {
        (AmazonServiceException { StatusCode: > 0 } service, _) => $"{(int)service.StatusCode} {service.ErrorCode}",
        (TimeoutException, _) or (_, OperationCanceledException or TimeoutException) => "no answer in time",
        (_, var innermost) => Redact(innermost.Message),
    };

    /// <summary>The failure of a call, after its retries.</summary>
    public CtiException From(Exception failure, string stage, string uri)
    {
        StoreUri place = StoreUri.Parse(uri, stage);
        return failure switch
        {
            _ when IsTransient(failure) =>
                CtiException.Transient(stage, $"{uri}: {server} could not be reached or did not answer as it should ({Reason(failure)}), after {options.MaxRetries} retries; try again later.", failure),
            AmazonServiceException { StatusCode: > 0 } service => Refused(service, stage, uri, place.Bucket!),
            _ when Innermost(failure) is AuthenticationException => CtiException.Usage(stage,
                $"{uri}: the TLS certificate of {server} is not trusted here ({Redact(Innermost(failure).Message)}); install its authority's certificate.", failure),
            _ => CtiException.Usage(stage,
                $"{uri}: no AWS credentials could be had ({Redact(failure.Message)}); give access_key and secret_key in the settings, or AWS_ACCESS_KEY_ID, a profile, web identity or a task role.", failure),
        };
    }

    private CtiException Refused(AmazonServiceException service, string stage, string uri, string bucket)
    {
        string? advice = service.ErrorCode switch
        {
            "NoSuchBucket" => $"there is no bucket \"{bucket}\" at {server}; create it or correct the name",
            "InvalidBucketName" => $"\"{bucket}\" is no name of a bucket",
            "InvalidAccessKeyId" => $"{server} does not know the access key; check access_key, or AWS_ACCESS_KEY_ID",
            "SignatureDoesNotMatch" => "the secret key does not belong to the access key; check secret_key, or AWS_SECRET_ACCESS_KEY",
            "ExpiredToken" or "TokenRefreshRequired" => "the temporary credentials have expired; renew them and run again",
            "InvalidToken" => "the session token is not valid; check session_token, or AWS_SESSION_TOKEN",
            "PermanentRedirect" or "AuthorizationHeaderMalformed" or "IllegalLocationConstraintException" =>
                "the bucket is in another region; set \"region\" to the bucket's",
            "InvalidObjectState" => "the object is archived; restore it first",
            "KeyTooLongError" => "the key is longer than S3 takes",
            "EntityTooLarge" => "the object is larger than the server takes",
            "NotImplemented" => $"{server} cannot do what is asked of it here; conditional puts, ranged reads and multipart uploads are needed",
            _ => null,
        };
        advice ??= service.StatusCode switch
        {
            HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized =>
                $"access is denied; check the keys, and that the role or user has {PermissionFor(stage)} on it",
            HttpStatusCode.MovedPermanently => "the bucket is in another region; set \"region\" to the bucket's",
            _ => null,
        };

        if (advice is null && service.StatusCode == HttpStatusCode.NotFound)
        {
            return CtiException.Transient(stage, $"{uri} is gone; it was removed while it was used ({service.ErrorCode}).", service);
        }

        advice ??= Redact(service.Message);
        return CtiException.Usage(stage, $"{uri}: {advice} ({(int)service.StatusCode} {service.ErrorCode}).", service);
    }

    private static string PermissionFor(string stage) => stage switch
    {
        "list" => "s3:ListBucket and s3:GetObject",
        "read" => "s3:GetObject (and kms:Decrypt where the bucket is encrypted with a key)",
        _ => "s3:PutObject, s3:DeleteObject and s3:AbortMultipartUpload (and kms:GenerateDataKey where the bucket is encrypted with a key)",
    };

    private static Exception Innermost(Exception failure)
    {
        while (failure.InnerException is { } inner) failure = inner;
        return failure;
    }

    /// <summary>Texts of others may repeat what they were sent.</summary>
    private string Redact(string text)
    {
        foreach (string? secret in new[] { options.SecretKey, options.SessionToken, options.AccessKey })
        {
            if (!string.IsNullOrEmpty(secret)) text = text.Replace(secret, "***", StringComparison.Ordinal);
        }

        return text.Length > 300 ? text[..300] + "…" : text;
    }
}
