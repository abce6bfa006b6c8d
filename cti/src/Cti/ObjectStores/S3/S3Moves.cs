using System.Net;
using Amazon.S3;
using Amazon.S3.Model;

namespace Cti.ObjectStores.S3;

/// <summary>Copies and deletes of one version of an object, which the server checks.</summary>
internal sealed class S3Moves(IAmazonS3 client, S3Calls calls)
{
    // The greatest object that one call copies.
    private const long LargestCopyBytes = 5L << 30;

    /// <summary>Copies on the server; false where the object is too large for one call, or another one by now.</summary>
    public Task<bool> TryCopyAsync(ObjectInfo info, StoreUri source, StoreUri target, CancellationToken cancellationToken)
    {
        if (info.Size > LargestCopyBytes) return Task.FromResult(false);
        CopyObjectRequest request = new()
        {
            SourceBucket = source.Bucket,
            SourceKey = source.Path,
            DestinationBucket = target.Bucket,
            DestinationKey = target.Path,
            ETagToMatch = $"\"{info.ETag}\"",
        };
        return UnlessRefusedAsync(target, token => client.CopyObjectAsync(request, token), cancellationToken);
    }

    /// <summary>Deletes; false where it is another version by now.</summary>
    public Task<bool> TryDeleteAsync(StoreUri target, string etag, CancellationToken cancellationToken)
    {
        DeleteObjectRequest request = new() { BucketName = target.Bucket, Key = target.Path, IfMatch = $"\"{etag}\"" };
        return UnlessRefusedAsync(target, token => client.DeleteObjectAsync(request, token), cancellationToken);
    }

    private Task<bool> UnlessRefusedAsync<T>(StoreUri target, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken) => calls.RunAsync(
        "write",
        target.ToString(),
        async token =>
        {
            try
            {
                await call(token);
                return true;
            }
            catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.PreconditionFailed)
            {
                return false;
            }
        },
        cancellationToken);
}
