namespace Cti.EndToEnd.Campaigns;

/// <summary>An object that arrives, perhaps more than once.</summary>
/// <param name="Key">Its key in the place.</param>
/// <param name="Versions">Its contents, in the order in which they arrive; no two of the same size. The last one is there in the end.</param>
internal sealed record RawObject(string Key, IReadOnlyList<byte[]> Versions)
{
    /// <summary>The content that stays.</summary>
    public byte[] Last => Versions[^1];
}
