using System.Text.Json.Serialization;

namespace Cti.Pipelines.Incremental;

/// <summary>Objects that a run has taken and not yet committed.</summary>
internal sealed record ActiveClaim
{
    /// <summary>Names the list of its objects.</summary>
    [JsonPropertyName("id")]
    public required string Id { get; init; }

    /// <summary>The run key that its objects are worked on under.</summary>
    [JsonPropertyName("run")]
    public required string Run { get; init; }

    /// <summary>Where the run's manifest will be.</summary>
    [JsonPropertyName("manifest")]
    public required string Manifest { get; init; }

    /// <summary>Digest of output, dataset version and options: a command with the same ones gives the same files.</summary>
    [JsonPropertyName("options")]
    public required string Options { get; init; }

    /// <summary>The <c>--input</c> arguments it came from.</summary>
    [JsonPropertyName("inputs")]
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>How many objects it has.</summary>
    [JsonPropertyName("objects")]
    public required int Objects { get; init; }

    /// <summary>The attempt that works on it; a takeover changes it, and the former owner can no longer commit.</summary>
    [JsonPropertyName("owner")]
    public required string Owner { get; init; }

    /// <summary>The owner's process, for others on the same machine.</summary>
    [JsonPropertyName("process")]
    public required string Process { get; init; }

    /// <summary>Until when the owner counts as alive, UTC, unless it renews this.</summary>
    [JsonPropertyName("lease_until")]
    public required DateTimeOffset LeaseUntil { get; init; }
}
