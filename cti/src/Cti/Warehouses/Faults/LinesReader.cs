using System.IO.Compression;
using System.Text.Json;
using Cti.Failures;
using Cti.ObjectStores;

namespace Cti.Warehouses.Faults;

/// <summary>Finds in a part's <c>_lines</c> file where its rows come from.</summary>
internal sealed class LinesReader(IObjectStore store)
{
    /// <summary>The origins of some rows, by row.</summary>
    /// <param name="uri">The <c>_lines</c> file: gzip, a JSON line for each stretch of rows.</param>
    /// <param name="rows">Rows of the part, from 1.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Those found: none where the file is missing or is none, which must not hide the failure that asked.</returns>
    public async Task<IReadOnlyDictionary<long, LineOrigin>> FindAsync(string uri, IEnumerable<long> rows, CancellationToken cancellationToken)
    {
        Queue<long> wanted = new(rows.Distinct().Order());
        Dictionary<long, LineOrigin> found = [];
        try
        {
            if (await store.StatAsync(uri, cancellationToken).ConfigureAwait(false) is not { } info)
                return found;
            Stream stored = await store.OpenReadAsync(info, cancellationToken).ConfigureAwait(false);
            await using (stored.ConfigureAwait(false))
                await ReadAsync(stored, wanted, found, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is CtiException or JsonException or InvalidDataException or IOException)
        {
            // What was found before it broke off still holds.
        }

        return found;
    }

    private static async Task ReadAsync(Stream stored, Queue<long> wanted, Dictionary<long, LineOrigin> found, CancellationToken cancellationToken)
    {
        using GZipStream gzip = new(stored, CompressionMode.Decompress);
        using StreamReader lines = new(gzip);
        long before = 0;
        while (wanted.Count > 0 && await lines.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            if (JsonSerializer.Deserialize(line, LineStretchJson.Default.LineStretch) is not { } stretch)
                return;
            while (wanted.TryPeek(out long row) && row <= before + stretch.Rows)
                found[wanted.Dequeue()] = new LineOrigin(stretch.Source, stretch.LineOf(row - before - 1));
            before += stretch.Rows;
        }
    }
}
