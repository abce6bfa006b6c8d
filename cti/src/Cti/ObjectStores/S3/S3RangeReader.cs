using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace Cti.ObjectStores.S3;

/// <summary>Brings ranges of listed objects into memory, going on where a connection broke.</summary>
internal sealed class S3RangeReader(IAmazonS3 client, S3Calls calls, ObjectStoreOptions options, TimeProvider time)
{
    // Progress of this much starts the count of retries again: a large object over a bad line must end, a trickle must not go on for ever.
    private const int ProgressBytes = 64 * 1024;

    /// <summary>Fills the memory with the object's bytes from an offset on.</summary>
    /// <exception cref="Failures.CtiException">The object changed, may not be read, or the connection broke too often.</exception>
    public async Task ReadAsync(ObjectInfo info, long offset, Memory<byte> into, CancellationToken cancellationToken)
    {
        int got = 0;
        int retries = 0;
        while (true)
        {
            int before = got;
            (_, Exception? failure) = await S3Calls.TryAsync(
                async token =>
                {
                    using GetObjectResponse response = await GetAsync(info, offset + got, into.Length - got, token);
                    await FillAsync(response.ResponseStream, into[got..], read => got += read, token);
                    return got;
                },
                cancellationToken);
            if (failure is null) return;

            if (failure is AmazonS3Exception { StatusCode: System.Net.HttpStatusCode.PreconditionFailed or System.Net.HttpStatusCode.RequestedRangeNotSatisfiable }
                or AmazonS3Exception { ErrorCode: "NoSuchKey" })
            {
                throw S3Failures.Changed(info, failure);
            }

            retries = got - before >= ProgressBytes ? 1 : retries + 1;
            await calls.BeforeRetryAsync("read", info.Uri, retries, failure, cancellationToken);
        }
    }

    private async Task<GetObjectResponse> GetAsync(ObjectInfo info, long offset, int length, CancellationToken cancellationToken)
    {
        StoreUri place = StoreUri.Parse(info.Uri, "read");
        bool whole = offset == 0 && length == info.Size;
        GetObjectRequest request = new()
        {
            BucketName = place.Bucket,
            Key = place.Path,
            EtagToMatch = $"\"{info.ETag}\"",
            ByteRange = whole ? null : new ByteRange(offset, offset + length - 1),
        };
        GetObjectResponse response = await client.GetObjectAsync(request, cancellationToken);

        // A server that knows no If-Match or no ranges would answer with something else than what was asked for.
        if (response.ContentLength == length && (response.ETag is null || S3ObjectStore.Unquoted(response.ETag) == info.ETag)) return response;
        response.Dispose();
        throw S3Failures.Changed(info);
    }

    /// <summary>Reads a body; one that stands still, ends early or fails its checksum is a broken connection.</summary>
    private async Task FillAsync(Stream body, Memory<byte> into, Action<int> arrived, CancellationToken cancellationToken)
    {
        using CancellationTokenSource stalled = new(options.StallTimeout, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stalled.Token);
        try
        {
            while (!into.IsEmpty)
            {
                int read = await body.ReadAsync(into, either.Token);
                if (read == 0) throw new IOException($"the body ended {into.Length} bytes early");
                into = into[read..];
                arrived(read);
                stalled.CancelAfter(options.StallTimeout);
            }
        }
        catch (OperationCanceledException) when (stalled.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"no byte came for {options.StallTimeout.TotalSeconds:0.#} s");
        }
        catch (AmazonClientException e)
        {
            throw new IOException("the body does not match its checksum", e);
        }
    }
}
