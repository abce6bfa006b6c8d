using System.Text.Json.Serialization;

namespace Cti.Warehouses.Redshift;

/// <summary>What a load noted before and after it sent its statement, so that the next one finds it, should this process die.</summary>
internal sealed record LoadIntent
{
    /// <summary>The statement's name.</summary>
    [JsonPropertyName("statement")]
    public required string Statement { get; init; }

    /// <summary>Which try it is, from 1; part of the token, as a token gives its first statement's outcome for ever.</summary>
    [JsonPropertyName("attempt")]
    public required int Attempt { get; init; }

    /// <summary>The submit's token.</summary>
    [JsonPropertyName("token")]
    public required string Token { get; init; }

    /// <summary>The statement's id; null while it is not known to have been taken.</summary>
    [JsonPropertyName("id")]
    public string? Id { get; init; }

    /// <summary>Whether a call has reported the statement's success as its own; any other finds the rows loaded already.</summary>
    [JsonPropertyName("reported")]
    public bool Reported { get; init; }
}
