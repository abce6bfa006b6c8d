using Cti.Manifests;
using Cti.ObjectStores;
using Cti.Pipelines.Extraction;

namespace Cti.Pipelines.Erasure.Files;

/// <summary>What a run knows of the objects that its rejects come from.</summary>
internal sealed class RejectOrigins
{
    private readonly Dictionary<string, (long Arrived, string? Header)> _inputs;

    /// <summary>Of a run.</summary>
    /// <param name="inputs">Its inputs.</param>
    /// <param name="fallback">When an input arrived of which neither name nor manifest tells it.</param>
    public RejectOrigins(IEnumerable<ManifestInput> inputs, DateTimeOffset fallback) => _inputs = inputs.DistinctBy(i => i.Uri)
        .ToDictionary(i => i.Uri, i => (Arrival.Of(new ObjectInfo(i.Uri, i.Size, i.ETag, i.Arrived ?? fallback)), i.Header), StringComparer.Ordinal);

    /// <summary>When an object arrived, in microseconds since 1970-01-01 UTC; one that the run does not know counts as old.</summary>
    public long ArrivalOf(string source) => _inputs.TryGetValue(source, out (long Arrived, string? Header) input) ? input.Arrived : Arrival.Of(new ObjectInfo(source, 0, string.Empty, DateTimeOffset.UnixEpoch));

    /// <summary>An object's header; null where it has none, or none is known.</summary>
    public string? HeaderOf(string source) => _inputs.GetValueOrDefault(source).Header;
}
