using Cti.ObjectStores;

namespace Cti.Pipelines.Incremental;

/// <summary>What tells one content of an object from another: never a time of arrival.</summary>
/// <param name="Uri">Where it is.</param>
/// <param name="Size">Bytes as stored.</param>
/// <param name="ETag">Its version.</param>
internal readonly record struct ObjectVersion(string Uri, long Size, string ETag)
{
    /// <summary>The version that a listing shows.</summary>
    public static ObjectVersion Of(ObjectInfo info) => new(info.Uri, info.Size, info.ETag);
}
