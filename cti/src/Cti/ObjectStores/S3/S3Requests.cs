using System.Runtime.InteropServices;
using Amazon.S3.Model;

namespace Cti.ObjectStores.S3;

/// <summary>Requests that carry a body from memory; made anew for each attempt, since a sent body is used up.</summary>
internal static class S3Requests
{
    /// <summary>Stores a whole object.</summary>
    public static PutObjectRequest Put(StoreUri target, ReadOnlyMemory<byte> content) => new()
    {
        BucketName = target.Bucket,
        Key = target.Path,
        InputStream = StreamOf(content),
        UseChunkEncoding = false,
    };

    /// <summary>Stores one part of an upload.</summary>
    public static UploadPartRequest Part(StoreUri target, string uploadId, int number, ReadOnlyMemory<byte> content) => new()
    {
        BucketName = target.Bucket,
        Key = target.Path,
        UploadId = uploadId,
        PartNumber = number,
        PartSize = content.Length,
        InputStream = StreamOf(content),
        UseChunkEncoding = false,
    };

    private static MemoryStream StreamOf(ReadOnlyMemory<byte> content) =>
        MemoryMarshal.TryGetArray(content, out ArraySegment<byte> array)
            ? new MemoryStream(array.Array ?? [], array.Offset, array.Count, writable: false)
            : new MemoryStream(content.ToArray(), writable: false);
}
