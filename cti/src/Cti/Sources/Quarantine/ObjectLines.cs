using System.Runtime.CompilerServices;
using Cti.Failures;
using Cti.ObjectStores;

namespace Cti.Sources.Quarantine;

/// <summary>The lines of an object, plain or gzip, one at a time. Memory: the longest line.</summary>
internal static class ObjectLines
{
    private const int FirstBytes = 64 * 1024;

    // The longest raw record has 32 MiB; escaped as JSON a byte may take six.
    private const int MostBytes = 256 << 20;

    /// <summary>Reads them in order, without the line breaks; each is valid until the next is asked for.</summary>
    /// <exception cref="CtiException">Usage: damaged, or a line longer than any record; else what the store fails with.</exception>
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(IObjectStore store, ObjectInfo info, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Stream stored = await store.OpenReadAsync(info, cancellationToken).ConfigureAwait(false);
        ObjectReader reader = await ObjectReader.OpenAsync(info, stored, new StoredBytesCounter(), cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            byte[] buffer = new byte[FirstBytes];
            int start = 0;
            int filled = 0;
            while (true)
            {
                int searched = start;
                for (int end = IndexOfBreak(buffer, searched, filled); end >= 0; end = IndexOfBreak(buffer, start, filled))
                {
                    yield return buffer.AsMemory(start, end - start);
                    start = end + 1;
                }

                buffer.AsSpan(start, filled - start).CopyTo(buffer);
                (filled, start) = (filled - start, 0);
                if (buffer.Length - filled < FirstBytes / 2)
                    buffer = Larger(buffer, info.Uri);
                int read = await reader.ReadAsync(buffer.AsMemory(filled), cancellationToken).ConfigureAwait(false);
                if (read == 0)
                    break;
                filled += read;
            }

            if (filled > 0)
                yield return buffer.AsMemory(0, filled);
        }
    }

    private static int IndexOfBreak(byte[] buffer, int from, int to)
    {
        int at = buffer.AsSpan(from, to - from).IndexOf((byte)'\n');
        return at < 0 ? -1 : from + at;
    }

    private static byte[] Larger(byte[] buffer, string uri)
    {
        if (buffer.Length >= MostBytes)
            throw CtiException.Usage("read", $"{uri} has a line of more than {MostBytes} bytes; expected is a JSON object on each line: check what it holds.");
        byte[] larger = new byte[buffer.Length * 2];
        buffer.CopyTo(larger, 0);
        return larger;
    }
}
