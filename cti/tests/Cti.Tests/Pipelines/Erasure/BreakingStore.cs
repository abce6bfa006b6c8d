using Cti.Failures;
using Cti.ObjectStores;

namespace Cti.Tests.Pipelines.Erasure;

/// <summary>A store that breaks off before the change of that number, and stays broken: what a process that dies there leaves.</summary>
internal sealed class BreakingStore(IObjectStore inner, int lastChange) : IObjectStore
{
    private int _changes;

    /// <summary>Changes that were made or tried.</summary>
    public int Changes => _changes;

    public IAsyncEnumerable<ObjectInfo> ListAsync(string uri, CancellationToken cancellationToken) => inner.ListAsync(uri, cancellationToken);

    public Task<ObjectInfo?> StatAsync(string uri, CancellationToken cancellationToken) => inner.StatAsync(uri, cancellationToken);

    public Task<Stream> OpenReadAsync(ObjectInfo info, CancellationToken cancellationToken) => inner.OpenReadAsync(info, cancellationToken);

    public async Task<ObjectWriter> CreateAsync(string uri, CancellationToken cancellationToken) => new BreakingWriter(this, await inner.CreateAsync(uri, cancellationToken));

    public Task<bool> PutIfAbsentAsync(string uri, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        Change();
        return inner.PutIfAbsentAsync(uri, content, cancellationToken);
    }

    public Task<bool> PutIfMatchAsync(string uri, ReadOnlyMemory<byte> content, string etag, CancellationToken cancellationToken)
    {
        Change();
        return inner.PutIfMatchAsync(uri, content, etag, cancellationToken);
    }

    public Task<bool> DeleteIfMatchAsync(ObjectInfo info, CancellationToken cancellationToken)
    {
        Change();
        return inner.DeleteIfMatchAsync(info, cancellationToken);
    }

    public Task DeleteAsync(string uri, CancellationToken cancellationToken)
    {
        Change();
        return inner.DeleteAsync(uri, cancellationToken);
    }

    private void Change()
    {
        if (++_changes > lastChange)
            throw CtiException.Transient("write", "The store is broken.");
    }

    private sealed class BreakingWriter(BreakingStore store, ObjectWriter inner) : ObjectWriter
    {
        public override string Uri => inner.Uri;

        public override long BytesWritten => inner.BytesWritten;

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => inner.WriteAsync(bytes, cancellationToken);

        public override Task CommitAsync(CancellationToken cancellationToken)
        {
            store.Change();
            return inner.CommitAsync(cancellationToken);
        }

        public override ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
