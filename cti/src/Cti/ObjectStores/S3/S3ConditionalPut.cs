using System.Net;
using Amazon.S3;
using Amazon.S3.Model;

namespace Cti.ObjectStores.S3;

/// <summary>A put under a condition that the server checks. A lost answer does not make this process doubt its own success.</summary>
internal sealed class S3ConditionalPut(IAmazonS3 client, S3Calls calls, S3RangeReader reader)
{
    /// <summary>Puts the content.</summary>
    /// <param name="target">Where.</param>
    /// <param name="content">What.</param>
    /// <param name="etag">The version to replace; null where there must be none.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>False where the condition did not hold.</returns>
    public async Task<bool> RunAsync(StoreUri target, ReadOnlyMemory<byte> content, string? etag, CancellationToken cancellationToken)
    {
        string uri = target.ToString();
        bool mayBeDone = false;
        for (int retries = 0; ; retries++)
        {
            (_, Exception? failure) = await S3Calls.TryAsync(token => client.PutObjectAsync(Request(target, content, etag), token), cancellationToken);
            if (failure is null) return true;

            if (failure is AmazonS3Exception { StatusCode: HttpStatusCode.PreconditionFailed } || (etag is not null && failure is AmazonS3Exception { ErrorCode: "NoSuchKey" }))
            {
                // An earlier attempt whose answer was lost may itself be what stands there now.
                return mayBeDone && await IsStoredAsync(target, content, cancellationToken);
            }

            mayBeDone |= S3Failures.IsAmbiguous(failure);
            await calls.BeforeRetryAsync("write", uri, retries + 1, failure, cancellationToken);
        }
    }

    private static PutObjectRequest Request(StoreUri target, ReadOnlyMemory<byte> content, string? etag)
    {
        PutObjectRequest request = S3Requests.Put(target, content);
        if (etag is null)
        {
            request.IfNoneMatch = "*";
        }
        else
        {
            request.IfMatch = $"\"{etag}\"";
        }

        return request;
    }

    private async Task<bool> IsStoredAsync(StoreUri target, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        ObjectInfo? stored = await S3ObjectStore.StatAsync(client, calls, target, cancellationToken);
        if (stored is null || stored.Size != content.Length) return false;
        byte[] found = new byte[stored.Size];
        await reader.ReadAsync(stored, 0, found, cancellationToken);
        return content.Span.SequenceEqual(found);
    }
}
