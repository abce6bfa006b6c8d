using System.Text.Json;
using Cti.Manifests;
using Cti.ObjectStores;
using Cti.Pipelines.Extraction;
using Cti.Sources.Quarantine;
using Cti.Warehouses.Faults;

namespace Cti.Pipelines.Erasure.Files;

/// <summary>When the objects arrived that a part's rows come from, for tables that have no column for it.</summary>
internal sealed class RowArrivals
{
    private readonly List<(long End, long Arrived)> _stretches = [];

    private RowArrivals()
    {
    }

    /// <summary>When an input of a run arrived, in microseconds since 1970-01-01 UTC.</summary>
    public static long Of(Manifest manifest, ManifestInput input) => Arrival.Of(InfoOf(manifest, input));

    /// <summary>An input of a run as it was listed.</summary>
    public static ObjectInfo InfoOf(Manifest manifest, ManifestInput input) => new(input.Uri, input.Size, input.ETag, input.Arrived ?? manifest.Timings.Started);

    /// <summary>Reads what a part's <c>_lines</c> say; rows that they do not tell of count as arrived before everything.</summary>
    public static async Task<RowArrivals> ReadAsync(IObjectStore store, Manifest manifest, ManifestOutput part, CancellationToken cancellationToken)
    {
        RowArrivals arrivals = new();
        Dictionary<string, long> inputs = manifest.Inputs.DistinctBy(i => i.Uri).ToDictionary(i => i.Uri, i => Of(manifest, i), StringComparer.Ordinal);
        if (inputs.Values.Distinct().Count() == 1)
        {
            arrivals._stretches.Add((long.MaxValue, inputs.Values.First()));
            return arrivals;
        }

        if (await store.StatAsync(part.Lines, cancellationToken).ConfigureAwait(false) is not { } lines)
            return arrivals;
        long end = 0;
        await foreach (ReadOnlyMemory<byte> line in ObjectLines.ReadAsync(store, lines, cancellationToken).ConfigureAwait(false))
        {
            LineStretch stretch = JsonSerializer.Deserialize(line.Span, LineStretchJson.Default.LineStretch)!;
            end += stretch.Rows;
            long arrived = inputs.GetValueOrDefault(stretch.Source, long.MinValue);
            if (arrivals._stretches is [.., var last] && last.Arrived == arrived)
                arrivals._stretches[^1] = (end, arrived);
            else
                arrivals._stretches.Add((end, arrived));
        }

        return arrivals;
    }

    /// <summary>When a row arrived, counted from 0.</summary>
    public long Of(long row)
    {
        int at = _stretches.BinarySearch((row + 1, long.MinValue));
        at = at < 0 ? ~at : at;
        return at < _stretches.Count ? _stretches[at].Arrived : long.MinValue;
    }
}
