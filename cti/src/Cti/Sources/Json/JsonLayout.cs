namespace Cti.Sources.Json;

/// <summary>What must be known of an object to read its records: nothing, JSON has no header.</summary>
internal sealed class JsonLayout
{
    private JsonLayout()
    {
    }

    /// <summary>The one there is.</summary>
    public static JsonLayout Instance { get; } = new();
}
