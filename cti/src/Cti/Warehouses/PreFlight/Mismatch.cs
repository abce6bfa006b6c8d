namespace Cti.Warehouses.PreFlight;

/// <summary>One thing in which files and table do not fit.</summary>
/// <param name="What">Column, found, expected.</param>
/// <param name="Mend">The statement that mends it; null where the files are at fault, not the table.</param>
public sealed record Mismatch(string What, string? Mend)
{
    /// <summary>Both, as a message shows them.</summary>
    public override string ToString() => Mend is null ? What : $"{What} ({Mend})";
}
