using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Cti.Failures;
using Cti.ObjectStores;

namespace Cti.Pipelines.Incremental;

/// <summary>Lists of object versions in the store: gzip, one JSON object a line, read as a stream.</summary>
/// <param name="store">Where they are.</param>
internal sealed class TakenObjects(IObjectStore store)
{
    /// <summary>The versions in a list; none where there is no such list.</summary>
    /// <exception cref="CtiException">Transient: it was replaced while it was read.</exception>
    public async IAsyncEnumerable<TakenObject> ReadAsync(string uri, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (await store.StatAsync(uri, cancellationToken).ConfigureAwait(false) is not { } info)
            yield break;
        await foreach (TakenObject taken in ReadAsync(info, cancellationToken).ConfigureAwait(false))
            yield return taken;
    }

    /// <summary>The versions in this version of a list.</summary>
    public async IAsyncEnumerable<TakenObject> ReadAsync(ObjectInfo list, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Stream stored = await store.OpenReadAsync(list, cancellationToken).ConfigureAwait(false);
        await using (stored.ConfigureAwait(false))
        {
            using StreamReader lines = new(new GZipStream(stored, CompressionMode.Decompress));
            while (await lines.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
                yield return Parse(line, list.Uri);
        }
    }

    /// <summary>The bytes of a list.</summary>
    public static async Task<ReadOnlyMemory<byte>> PackAsync(IAsyncEnumerable<TakenObject> versions, CancellationToken cancellationToken)
    {
        using MemoryStream target = new();
        using (GZipStream packed = new(target, CompressionLevel.Fastest, leaveOpen: true))
        {
            await foreach (TakenObject version in versions.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                packed.Write(JsonSerializer.SerializeToUtf8Bytes(version, StateJson.Line.TakenObject));
                packed.WriteByte((byte)'\n');
            }
        }

        return target.GetBuffer().AsMemory(0, (int)target.Length);
    }

    private static TakenObject Parse(string line, string uri)
    {
        try
        {
            return JsonSerializer.Deserialize(line, StateJson.Line.TakenObject) ?? throw new JsonException("null");
        }
        catch (JsonException error)
        {
            throw CtiException.Usage("state", $"{uri} is no list of objects taken: {error.Message} Bring back an earlier version of it from the bucket.", error);
        }
    }
}
