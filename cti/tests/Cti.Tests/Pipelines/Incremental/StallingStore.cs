using Cti.ObjectStores;

namespace Cti.Tests.Pipelines.Incremental;

/// <summary>A store whose user stands still before a certain conditional put, once.</summary>
internal sealed class StallingStore(IObjectStore inner, string end, Func<Task> meanwhile) : IObjectStore
{
    private bool _stalled;

    public async Task<bool> PutIfAbsentAsync(string uri, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        if (!_stalled && uri.EndsWith(end, StringComparison.Ordinal))
        {
            _stalled = true;
            await meanwhile();
        }

        return await inner.PutIfAbsentAsync(uri, content, cancellationToken);
    }

    public IAsyncEnumerable<ObjectInfo> ListAsync(string uri, CancellationToken cancellationToken) => inner.ListAsync(uri, cancellationToken);

    public Task<ObjectInfo?> StatAsync(string uri, CancellationToken cancellationToken) => inner.StatAsync(uri, cancellationToken);

    public Task<Stream> OpenReadAsync(ObjectInfo info, CancellationToken cancellationToken) => inner.OpenReadAsync(info, cancellationToken);

    public Task<ObjectWriter> CreateAsync(string uri, CancellationToken cancellationToken) => inner.CreateAsync(uri, cancellationToken);

    public Task<bool> PutIfMatchAsync(string uri, ReadOnlyMemory<byte> content, string etag, CancellationToken cancellationToken) => inner.PutIfMatchAsync(uri, content, etag, cancellationToken);

    public Task DeleteAsync(string uri, CancellationToken cancellationToken) => inner.DeleteAsync(uri, cancellationToken);
}
