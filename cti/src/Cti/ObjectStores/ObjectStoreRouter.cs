using Cti.ObjectStores.Local;
using Cti.ObjectStores.S3;

namespace Cti.ObjectStores;

/// <summary>Sends each call to the store that its URI names: <c>s3://</c> or local.</summary>
/// <remarks>The S3 store is made at its first use: its client takes time and memory that a local run must not pay.</remarks>
public sealed class ObjectStoreRouter : IObjectStore, IDisposable
{
    private readonly LocalObjectStore _local = new();
    private readonly Lazy<IObjectStore> _s3;

    /// <summary>Makes a router over local files and S3.</summary>
    /// <param name="options">How S3 is reached, validated.</param>
    public ObjectStoreRouter(ObjectStoreOptions options)
        : this(() => new S3ObjectStore(options))
    {
    }

    /// <summary>Makes a router over local files and another store.</summary>
    /// <param name="s3">Makes the store of <c>s3://</c> URIs when the first one comes; its failures come out of that call, and of each later one.</param>
    public ObjectStoreRouter(Func<IObjectStore> s3) => _s3 = new Lazy<IObjectStore>(s3);

    /// <inheritdoc/>
    public IAsyncEnumerable<ObjectInfo> ListAsync(string uri, CancellationToken cancellationToken) => For(uri, "list").ListAsync(uri, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<ObjectInfo> ListByPrefixAsync(string uriPrefix, CancellationToken cancellationToken) =>
        For(uriPrefix, "list").ListByPrefixAsync(uriPrefix, cancellationToken);

    /// <inheritdoc/>
    public Task<ObjectInfo?> StatAsync(string uri, CancellationToken cancellationToken) => For(uri, "list").StatAsync(uri, cancellationToken);

    /// <inheritdoc/>
    public Task<Stream> OpenReadAsync(ObjectInfo info, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(info);
        return For(info.Uri, "read").OpenReadAsync(info, cancellationToken);
    }

    /// <inheritdoc/>
    public Task ReadRangeAsync(ObjectInfo info, long offset, Memory<byte> into, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(info);
        return For(info.Uri, "read").ReadRangeAsync(info, offset, into, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ObjectWriter> CreateAsync(string uri, CancellationToken cancellationToken) => For(uri, "write").CreateAsync(uri, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> PutIfAbsentAsync(string uri, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        For(uri, "write").PutIfAbsentAsync(uri, content, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> PutIfMatchAsync(string uri, ReadOnlyMemory<byte> content, string etag, CancellationToken cancellationToken) =>
        For(uri, "write").PutIfMatchAsync(uri, content, etag, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> TryCopyAsync(ObjectInfo source, string target, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        IObjectStore from = For(source.Uri, "read");
        return ReferenceEquals(from, For(target, "write")) ? from.TryCopyAsync(source, target, cancellationToken) : Task.FromResult(false);
    }

    /// <inheritdoc/>
    public Task<bool> DeleteIfMatchAsync(ObjectInfo info, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(info);
        return For(info.Uri, "write").DeleteIfMatchAsync(info, cancellationToken);
    }

    /// <inheritdoc/>
    public Task DeleteAsync(string uri, CancellationToken cancellationToken) => For(uri, "write").DeleteAsync(uri, cancellationToken);

    /// <inheritdoc/>
    public Task TidyAsync(string folder, CancellationToken cancellationToken) => For(folder, "write").TidyAsync(folder, cancellationToken);

    /// <summary>Closes the S3 store's connections where there is one.</summary>
    public void Dispose()
    {
        if (_s3.IsValueCreated) (_s3.Value as IDisposable)?.Dispose();
    }

    private IObjectStore For(string uri, string stage) => StoreUri.Parse(uri, stage).IsS3 ? _s3.Value : _local;
}
