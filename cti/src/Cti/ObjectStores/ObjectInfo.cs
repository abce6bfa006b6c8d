namespace Cti.ObjectStores;

/// <summary>One stored object, as a listing shows it.</summary>
/// <param name="Uri">Absolute: <c>s3://bucket/key</c>, or a local absolute path with <c>/</c>.</param>
/// <param name="Size">Bytes as stored (compressed, if the object is).</param>
/// <param name="ETag">Content version: S3's ETag without quotes; locally the time of change in ticks, UTC.</param>
/// <param name="LastModified">When the store last took the object, UTC.</param>
public sealed record ObjectInfo(string Uri, long Size, string ETag, DateTimeOffset LastModified);
