using System.Net;
using System.Runtime.CompilerServices;
using Amazon.S3;
using Amazon.S3.Model;
using Cti.Aws;
using Cti.Failures;

namespace Cti.ObjectStores.S3;

/// <summary>Objects in Amazon S3 or a server that speaks its protocol. Thread-safe.</summary>
/// <remarks>Peak buffers: see <see cref="ObjectStoreOptions"/>. Conditional puts need a server that knows <c>If-None-Match</c> and <c>If-Match</c>.</remarks>
public sealed class S3ObjectStore : IObjectStore, IDisposable
{
    private readonly ObjectStoreOptions _options;
    private readonly AmazonS3Client _client;
    private readonly S3Calls _calls;
    private readonly S3RangeReader _reader;
    private readonly BufferPool _ranges;
    private readonly BufferPool _parts;

    /// <summary>Connects to nothing yet.</summary>
    /// <param name="options">The settings, validated.</param>
    /// <param name="time">Clock of waits and time-outs; null for the system's.</param>
    /// <param name="random">Spreads the retries; null for any.</param>
    /// <exception cref="CtiException">Usage: no region, or an endpoint that is no URL.</exception>
    public S3ObjectStore(ObjectStoreOptions options, TimeProvider? time = null, Random? random = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        S3Connection connection = S3Connection.Resolve(options, Environment.GetEnvironmentVariable, AwsConnection.ProfileRegion);
        S3Failures failures = new(options, connection.Endpoint ?? $"Amazon S3 in {connection.Region}");
        _client = S3ClientFactory.Create(options, connection);
        _calls = new S3Calls(options, failures, time ?? TimeProvider.System, random ?? new Random());
        _reader = new S3RangeReader(_client, _calls, options, time ?? TimeProvider.System);
        _ranges = new BufferPool(options.RangeBytes, options.RangesInFlight);
        _parts = new BufferPool(options.PartBytes, options.PartsInFlight + 1);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<ObjectInfo> ListAsync(string uri, CancellationToken cancellationToken)
    {
        StoreUri folder = PlaceOf(uri, "list");
        string prefix = folder.Path.Length == 0 || folder.Path.EndsWith('/') ? folder.Path : folder.Path + "/";
        string listed = $"s3://{folder.Bucket}/{prefix}";
        return PagesAsync(listed, cancellationToken).Where(o => !StoreUri.IsHidden(o.Uri.AsSpan(listed.Length)));
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<ObjectInfo> ListByPrefixAsync(string uriPrefix, CancellationToken cancellationToken) => PagesAsync(uriPrefix, cancellationToken);

    /// <inheritdoc/>
    public Task<ObjectInfo?> StatAsync(string uri, CancellationToken cancellationToken) =>
        StatAsync(_client, _calls, ObjectOf(uri, "list"), cancellationToken);

    /// <inheritdoc/>
    public Task<Stream> OpenReadAsync(ObjectInfo info, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(info);
        cancellationToken.ThrowIfCancellationRequested();
        ObjectOf(info.Uri, "read");
        return Task.FromResult<Stream>(new S3ReadStream(info, _reader, _ranges, _options));
    }

    /// <inheritdoc/>
    public Task ReadRangeAsync(ObjectInfo info, long offset, Memory<byte> into, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(info);
        ObjectOf(info.Uri, "read");
        return _reader.ReadAsync(info, offset, into, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ObjectWriter> CreateAsync(string uri, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<ObjectWriter>(new S3ObjectWriter(ObjectOf(uri, "write"), _client, _calls, _parts, _options));
    }

    /// <inheritdoc/>
    public Task<bool> PutIfAbsentAsync(string uri, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        new S3ConditionalPut(_client, _calls, _reader).RunAsync(ObjectOf(uri, "write"), content, etag: null, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> PutIfMatchAsync(string uri, ReadOnlyMemory<byte> content, string etag, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(etag);
        return new S3ConditionalPut(_client, _calls, _reader).RunAsync(ObjectOf(uri, "write"), content, etag, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> TryCopyAsync(ObjectInfo source, string target, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new S3Moves(_client, _calls).TryCopyAsync(source, ObjectOf(source.Uri, "read"), ObjectOf(target, "write"), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<bool> DeleteIfMatchAsync(ObjectInfo info, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(info);
        ObjectInfo? found = await StatAsync(info.Uri, cancellationToken);
        return found?.Size == info.Size && found.ETag == info.ETag
            && await new S3Moves(_client, _calls).TryDeleteAsync(ObjectOf(info.Uri, "write"), info.ETag, cancellationToken);
    }

    /// <inheritdoc/>
    public Task DeleteAsync(string uri, CancellationToken cancellationToken)
    {
        StoreUri place = ObjectOf(uri, "write");
        DeleteObjectRequest request = new() { BucketName = place.Bucket, Key = place.Path };
        return _calls.RunAsync("write", uri, token => _client.DeleteObjectAsync(request, token), cancellationToken);
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose() => _client.Dispose();

    /// <summary>An ETag as this program keeps it.</summary>
    internal static string Unquoted(string etag) => etag.Trim('"');

    /// <summary>The object as it is now; null where there is none.</summary>
    internal static Task<ObjectInfo?> StatAsync(IAmazonS3 client, S3Calls calls, StoreUri place, CancellationToken cancellationToken) =>
        calls.RunAsync(
            "list",
            place.ToString(),
            async token =>
            {
                try
                {
                    GetObjectMetadataResponse head = await client.GetObjectMetadataAsync(place.Bucket, place.Path, token);
                    return new ObjectInfo(place.ToString(), head.ContentLength, Unquoted(head.ETag), Utc(head.LastModified));
                }
                catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.NotFound)
                {
                    // The answer to a HEAD has no body that could tell a missing bucket from a missing object.
                    return null;
                }
            },
            cancellationToken);

    private async IAsyncEnumerable<ObjectInfo> PagesAsync(string uriPrefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        StoreUri place = PlaceOf(uriPrefix, "list");
        ListObjectsV2Request request = new() { BucketName = place.Bucket, Prefix = place.Path };
        bool more;
        do
        {
            ListObjectsV2Response page = await _calls.RunAsync("list", uriPrefix, token => _client.ListObjectsV2Async(request, token), cancellationToken);
            foreach (S3Object found in page.S3Objects ?? [])
            {
                // A key that ends with a slash is how consoles show an empty folder.
                if (found.Key.EndsWith('/')) continue;
                yield return new ObjectInfo($"s3://{place.Bucket}/{found.Key}", found.Size ?? 0, Unquoted(found.ETag), Utc(found.LastModified));
            }

            more = page.IsTruncated ?? false;
            request.ContinuationToken = page.NextContinuationToken;
        }
        while (more);
    }

    private static DateTimeOffset Utc(DateTime? time) => new((time ?? DateTime.UnixEpoch).ToUniversalTime());

    private static StoreUri PlaceOf(string uri, string stage)
    {
        StoreUri place = StoreUri.Parse(uri, stage);
        return place.IsS3 ? place : throw CtiException.Usage(stage, $"{uri} is no s3:// URI.");
    }

    private static StoreUri ObjectOf(string uri, string stage)
    {
        StoreUri place = PlaceOf(uri, stage);
        return place.Path.Length > 0 && !place.Path.EndsWith('/')
            ? place
            : throw CtiException.Usage(stage, $"{uri} names a prefix; expected the key of an object.");
    }
}
