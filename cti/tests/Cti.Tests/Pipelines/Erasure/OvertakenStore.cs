using Cti.ObjectStores;

namespace Cti.Tests.Pipelines.Erasure;

/// <summary>Lets something happen once before the manifest of a whole run, or another document, is put.</summary>
internal sealed class OvertakenStore(IObjectStore inner, Func<Task> before, string end = "/manifest.json") : IObjectStore
{
    private bool _done;

    public IAsyncEnumerable<ObjectInfo> ListAsync(string uri, CancellationToken cancellationToken) => inner.ListAsync(uri, cancellationToken);

    /// <summary>Whether it happens already when somebody looks for the object.</summary>
    public bool OnLook { get; init; }

    public async Task<ObjectInfo?> StatAsync(string uri, CancellationToken cancellationToken)
    {
        if (OnLook)
            await LetHappenAsync(uri);
        return await inner.StatAsync(uri, cancellationToken);
    }

    public Task<Stream> OpenReadAsync(ObjectInfo info, CancellationToken cancellationToken) => inner.OpenReadAsync(info, cancellationToken);

    public async Task<ObjectWriter> CreateAsync(string uri, CancellationToken cancellationToken)
    {
        await LetHappenAsync(uri);
        return await inner.CreateAsync(uri, cancellationToken);
    }

    public async Task<bool> PutIfAbsentAsync(string uri, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        await LetHappenAsync(uri);
        return await inner.PutIfAbsentAsync(uri, content, cancellationToken);
    }

    private async Task LetHappenAsync(string uri)
    {
        if (!_done && uri.EndsWith(end, StringComparison.Ordinal) && !uri.Contains("/shard=", StringComparison.Ordinal))
        {
            _done = true;
            await before();
        }
    }

    public async Task<bool> PutIfMatchAsync(string uri, ReadOnlyMemory<byte> content, string etag, CancellationToken cancellationToken)
    {
        await LetHappenAsync(uri);
        return await inner.PutIfMatchAsync(uri, content, etag, cancellationToken);
    }

    public Task DeleteAsync(string uri, CancellationToken cancellationToken) => inner.DeleteAsync(uri, cancellationToken);
}
