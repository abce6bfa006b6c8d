using System.Security.Cryptography;
using System.Text;
using Cti.Quality.References;
using Cti.Records;
using Cti.Telemetry;
using Microsoft.Extensions.Logging;

namespace Cti.Pipelines.References;

/// <summary>All that a run's records may refer to: known is what any of the places knows.</summary>
internal sealed class ReferenceLookup
{
    private readonly IReadOnlyList<(string Name, IReferences Place)> _places;
    private readonly Dataset[] _referred;
    private readonly ILogger _logger;

    /// <summary>Opens the places that a request names.</summary>
    /// <param name="request">The request.</param>
    /// <param name="factory">Opens them; null where none can be.</param>
    /// <param name="logger">Hears of what was found.</param>
    public ReferenceLookup(ExtractTransformRequest request, ReferenceFactory? factory, ILogger logger)
    {
        if (request.References.Count > 0 && factory is null)
            throw new InvalidOperationException("The request names references, and nobody can open them.");
        _places = [.. request.References.Select(name => (name, factory!.Open(name)))];
        _referred = [.. request.Dataset.ForeignKeys.Select(k => k.Referred).DistinctBy(d => d.Name)];
        _logger = logger;
    }

    /// <summary>Whether there is any.</summary>
    public bool IsAsked => _places.Count > 0;

    /// <summary>Digest of everything that decides what is known; null where nobody asks.</summary>
    public async Task<string?> DigestAsync(CancellationToken cancellationToken)
    {
        if (!IsAsked)
            return null;
        StringBuilder text = new();
        foreach ((string name, IReferences place) in _places)
        {
            foreach (Dataset dataset in _referred)
            {
                string state = await place.StateAsync(dataset, cancellationToken).ConfigureAwait(false);
                if (state.Length == 0)
                    _logger.ReferencesEmpty(name, dataset.Name);
                text.Append(name).Append(' ').Append(dataset.Name).Append('\n').Append(state).Append('\n');
            }
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    /// <summary>Finds out about everything that the check's rows name.</summary>
    public async Task ResolveAsync(ReferenceCheck check, CancellationToken cancellationToken)
    {
        foreach (ForeignKeySet keys in check.Keys)
        {
            foreach ((_, IReferences place) in _places)
            {
                if (keys.KnownCount < keys.WantedCount)
                    await place.FindAsync(keys.Key.Referred, keys, cancellationToken).ConfigureAwait(false);
            }

            _logger.ReferencesFound(keys.Key.Field, keys.WantedCount, keys.KnownCount, keys.Key.Dataset);
        }
    }
}
