using Cti.ObjectStores;

namespace Cti.Tests.Warehouses;

/// <summary>Objects as files: local paths as they are, <c>s3://bucket/key</c> under a folder.</summary>
internal sealed class FolderStore(string root) : IObjectStore
{
    public string PathOf(string uri) => uri.StartsWith("s3://", StringComparison.Ordinal) ? Path.Combine(root, uri[5..]) : uri;

    public Task<ObjectInfo?> StatAsync(string uri, CancellationToken cancellationToken)
    {
        FileInfo file = new(PathOf(uri));
        return Task.FromResult(file.Exists ? new ObjectInfo(uri, file.Length, "e", file.LastWriteTimeUtc) : null);
    }

    public Task<Stream> OpenReadAsync(ObjectInfo info, CancellationToken cancellationToken) =>
        Task.FromResult<Stream>(File.OpenRead(PathOf(info.Uri)));

    public IAsyncEnumerable<ObjectInfo> ListAsync(string uri, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ObjectWriter> CreateAsync(string uri, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> PutIfAbsentAsync(string uri, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> PutIfMatchAsync(string uri, ReadOnlyMemory<byte> content, string etag, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task DeleteAsync(string uri, CancellationToken cancellationToken) => throw new NotSupportedException();
}
