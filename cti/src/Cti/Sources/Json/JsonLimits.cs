namespace Cti.Sources.Json;

/// <summary>Bounds on a single JSON object.</summary>
/// <param name="MaxObjectBytes">The longest object, in bytes.</param>
/// <param name="MaxDepth">The deepest nesting of objects and lists; 1 is the record itself.</param>
internal readonly record struct JsonLimits(int MaxObjectBytes, int MaxDepth)
{
    /// <summary>Pieces that are no object end here at the latest, in bytes: room for a line that holds one object which is too long.</summary>
    public int MaxBrokenBytes => MaxObjectBytes > int.MaxValue / 8 ? int.MaxValue : MaxObjectBytes * 8;
}
