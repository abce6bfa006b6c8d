using Cti.Failures;

namespace Cti.ObjectStores;

/// <summary>Reading of small objects as a whole.</summary>
public static class ObjectReading
{
    /// <summary>The whole content of a small object.</summary>
    /// <param name="store">Where it is.</param>
    /// <param name="info">The version to read.</param>
    /// <param name="maxBytes">An object larger than this fails: it is not what it should be.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    /// <exception cref="CtiException">Usage when it is too large; else as <see cref="IObjectStore.OpenReadAsync"/>.</exception>
    public static async Task<byte[]> ReadAllBytesAsync(this IObjectStore store, ObjectInfo info, int maxBytes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(info);
        if (info.Size > maxBytes) throw CtiException.Usage("read", $"{info.Uri} has {info.Size} bytes; expected at most {maxBytes}: is it the right object?");

        byte[] content = new byte[info.Size];
        await using Stream stream = await store.OpenReadAsync(info, cancellationToken);
        await stream.ReadExactlyAsync(content, cancellationToken);
        return content;
    }
}
