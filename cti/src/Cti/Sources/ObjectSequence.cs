using Cti.ObjectStores;

namespace Cti.Sources;

/// <summary>The input objects of a run, opened in order; small ones are fetched ahead, several at once, since each costs a round trip.</summary>
/// <remarks>Memory: at most <c>ahead</c> objects of <c>smallBytes</c> each wait in memory. Large objects are opened when their turn comes:
/// their store reads ahead by itself.</remarks>
public sealed class ObjectSequence : IAsyncDisposable
{
    private readonly IReadOnlyList<ObjectInfo> inputs;
    private readonly IObjectStore store;
    private readonly int ahead;
    private readonly long smallBytes;
    private readonly Queue<Task<Stream>> fetched = new();
    private readonly CancellationTokenSource lifetime = new();
    private readonly StoredBytesCounter counter = new();
    private int next;
    private bool disposed;

    /// <summary>Makes the sequence; nothing is opened yet.</summary>
    /// <param name="inputs">The objects, in order.</param>
    /// <param name="store">Where they are.</param>
    /// <param name="ahead">How many small objects are fetched ahead; default 8.</param>
    /// <param name="smallBytes">Up to this stored size an object counts as small; default 1 MiB.</param>
    public ObjectSequence(IReadOnlyList<ObjectInfo> inputs, IObjectStore store, int ahead = 8, long smallBytes = 1 << 20)
    {
        this.inputs = inputs;
        this.store = store;
        this.ahead = ahead;
        this.smallBytes = smallBytes;
    }

    /// <summary>Index of the object that the next call opens.</summary>
    public int NextIndex => next;

    /// <summary>Stored bytes read so far; what only waits, fetched ahead, is not counted yet.</summary>
    public long StoredBytesRead => counter.Total;

    /// <summary>Opens the next object; null after the last. The caller disposes it. Never called concurrently.</summary>
    /// <exception cref="Failures.CtiException">What the store fails with, or a kind of compression that is not supported (Usage).</exception>
    public async Task<ObjectReader?> NextAsync(CancellationToken cancellationToken)
    {
        if (next >= inputs.Count) return null;
        while (fetched.Count < ahead && next + fetched.Count < inputs.Count && inputs[next + fetched.Count].Size <= smallBytes)
            fetched.Enqueue(FetchAsync(inputs[next + fetched.Count], lifetime.Token));

        ObjectInfo info = inputs[next];
        Stream stored;
        if (fetched.TryPeek(out Task<Stream>? fetch))
        {
            stored = await fetch.WaitAsync(cancellationToken).ConfigureAwait(false);
            _ = fetched.Dequeue();
        }
        else
        {
            stored = await store.OpenReadAsync(info, cancellationToken).ConfigureAwait(false);
        }

        next++;
        return await ObjectReader.OpenAsync(info, stored, counter, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (disposed) return;
        disposed = true;
        await lifetime.CancelAsync().ConfigureAwait(false);
        foreach (Task<Stream> fetch in fetched)
        {
            // A fetch that nobody waited for any more may end as it likes; what it opened is in memory.
            await ((Task)fetch).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        lifetime.Dispose();
    }

    private async Task<Stream> FetchAsync(ObjectInfo info, CancellationToken cancellationToken)
    {
        Stream stored = await store.OpenReadAsync(info, cancellationToken).ConfigureAwait(false);
        await using (stored.ConfigureAwait(false))
        {
            var content = new MemoryStream((int)Math.Min(info.Size, smallBytes));
            await stored.CopyToAsync(content, cancellationToken).ConfigureAwait(false);
            content.Position = 0;
            return content;
        }
    }
}
