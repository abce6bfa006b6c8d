namespace Cti.ObjectStores;

/// <summary>Objects by URI, whatever holds them: Amazon S3 and its kin, or local files.</summary>
/// <remarks>
/// Failures: <see cref="Failures.CtiException"/> with stage <c>list</c>, <c>read</c> or <c>write</c>: transient ones (time-outs, throttling,
/// 5xx, resets after the retries) as <c>Transient</c>; missing buckets, denied access and bad names as <c>Usage</c>.
/// </remarks>
public interface IObjectStore
{
    /// <summary>Every object under a prefix (<c>s3://bucket/prefix/</c>) or in a folder, recursively, in ordinal order of the URI.</summary>
    /// <remarks>Objects and folders whose name begins with <c>.</c> or <c>_</c> are left out, and so are empty "folder" keys that end with <c>/</c>.</remarks>
    IAsyncEnumerable<ObjectInfo> ListAsync(string uri, CancellationToken cancellationToken);

    /// <summary>Every object whose URI begins with this text, whether a name ends there or not, hidden ones included, in ordinal order.</summary>
    /// <remarks>Only flat stores can answer this; any other gives what its <see cref="ListAsync"/> has below the folder that the text ends in.</remarks>
    IAsyncEnumerable<ObjectInfo> ListByPrefixAsync(string uriPrefix, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(uriPrefix);
        return ListAsync(uriPrefix[..(uriPrefix.LastIndexOf('/') + 1)], cancellationToken).Where(o => o.Uri.StartsWith(uriPrefix, StringComparison.Ordinal));
    }

    /// <summary>The object at exactly this URI, or null where there is none.</summary>
    Task<ObjectInfo?> StatAsync(string uri, CancellationToken cancellationToken);

    /// <summary>Opens the object for one sequential read of its stored bytes; the version read is the one that <paramref name="info"/> names.</summary>
    /// <remarks>Large remote objects are fetched by parallel ranges, and go on where they were when a connection breaks.
    /// An object that changed since the listing fails as <c>Transient</c>, naming it.</remarks>
    Task<Stream> OpenReadAsync(ObjectInfo info, CancellationToken cancellationToken);

    /// <summary>Fills memory with the object's stored bytes from an offset on, for readers of many objects that cannot hold a stream's buffers for each.</summary>
    /// <remarks>A store that cannot begin in the middle reads from the start; all that this program has can.</remarks>
    async Task ReadRangeAsync(ObjectInfo info, long offset, Memory<byte> into, CancellationToken cancellationToken)
    {
        await using Stream stream = await OpenReadAsync(info, cancellationToken);
        byte[] passed = new byte[81_920];
        for (long left = offset; left > 0;)
        {
            int length = (int)Math.Min(left, passed.Length);
            await stream.ReadExactlyAsync(passed.AsMemory(0, length), cancellationToken);
            left -= length;
        }

        await stream.ReadExactlyAsync(into, cancellationToken);
    }

    /// <summary>Begins a new object; it becomes visible, replacing what was there, only by <see cref="ObjectWriter.CommitAsync"/>.</summary>
    Task<ObjectWriter> CreateAsync(string uri, CancellationToken cancellationToken);

    /// <summary>Stores a small object only where none is yet. False where one was there already; then nothing changed.</summary>
    Task<bool> PutIfAbsentAsync(string uri, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>Replaces a small object only while its ETag is still <paramref name="etag"/>. False where it is not; then nothing changed.</summary>
    Task<bool> PutIfMatchAsync(string uri, ReadOnlyMemory<byte> content, string etag, CancellationToken cancellationToken);

    /// <summary>Copies this version of an object to another place of the same store without moving its bytes through this process.</summary>
    /// <returns>False where the store cannot do that, or not for this object; then nothing changed.</returns>
    Task<bool> TryCopyAsync(ObjectInfo source, string target, CancellationToken cancellationToken) => Task.FromResult(false);

    /// <summary>Removes an object while it is still this version. False where it is gone or another one by now; then nothing changed.</summary>
    /// <remarks>S3 checks the version itself, where the server knows conditional deletes; a local file is looked at right before.</remarks>
    async Task<bool> DeleteIfMatchAsync(ObjectInfo info, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(info);
        if (await StatAsync(info.Uri, cancellationToken) is not { } found || found.Size != info.Size || found.ETag != info.ETag) return false;
        await DeleteAsync(info.Uri, cancellationToken);
        return true;
    }

    /// <summary>Removes an object; removing what is not there is no error.</summary>
    Task DeleteAsync(string uri, CancellationToken cancellationToken);

    /// <summary>Removes what killed writers left below a folder; what live ones hold stays. By default nothing: most stores show no object before its commit.</summary>
    /// <param name="folder">The folder or prefix, with or without a trailing slash; it need not be there.</param>
    /// <param name="cancellationToken">Ends it.</param>
    Task TidyAsync(string folder, CancellationToken cancellationToken) => Task.CompletedTask;
}
