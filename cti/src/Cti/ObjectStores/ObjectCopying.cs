namespace Cti.ObjectStores;

/// <summary>Copying of objects of any size.</summary>
public static class ObjectCopying
{
    private const int BufferBytes = 1 << 20;

    /// <summary>Copies this version of an object: on the server where it can, else through this process.</summary>
    /// <param name="store">Where both places are.</param>
    /// <param name="source">The version to copy.</param>
    /// <param name="target">Where the copy goes, replacing what is there.</param>
    /// <param name="cancellationToken">Stops it; no half of a copy is seen.</param>
    public static async Task CopyAsync(this IObjectStore store, ObjectInfo source, string target, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(source);
        if (await store.TryCopyAsync(source, target, cancellationToken)) return;
        await using Stream from = await store.OpenReadAsync(source, cancellationToken);
        await using ObjectWriter to = await store.CreateAsync(target, cancellationToken);
        byte[] buffer = new byte[BufferBytes];
        for (int read; (read = await from.ReadAsync(buffer, cancellationToken)) > 0;)
            await to.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        await to.CommitAsync(cancellationToken);
    }
}
