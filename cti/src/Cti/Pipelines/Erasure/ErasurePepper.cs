namespace Cti.Pipelines.Erasure;

/// <summary>What persons who were erased are found by in raw records.</summary>
/// <param name="Value">The pepper; null where the settings have none. Never logged.</param>
/// <param name="Version">The name of its version.</param>
public sealed record ErasurePepper(string? Value, string? Version)
{
    /// <summary>No pepper: persons cannot be found.</summary>
    public static ErasurePepper None { get; } = new(null, null);

    /// <inheritdoc/>
    public override string ToString() => $"pepper of version {Version}";
}
