using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Cti.Failures;
using Cti.Manifests;
using Cti.ObjectStores;

namespace Cti.Warehouses.Redshift;

/// <summary>The list of files that COPY reads, as an object beside the run's manifest.</summary>
/// <param name="Uri">Where it is.</param>
/// <param name="Content">Its JSON.</param>
internal sealed record CopyManifest(string Uri, byte[] Content)
{
    private const int DigitsOfHash = 16;

    /// <summary>The list for a table.</summary>
    /// <returns>Null where the run has no part of it.</returns>
    /// <exception cref="CtiException">Usage: the manifest or a part is not in S3.</exception>
    public static CopyManifest? Of(LoadSource source, string table)
    {
        RequireS3(source.Uri);
        ManifestOutput[] parts = [.. source.Manifest.Outputs.Where(o => o.Table == table)];
        if (parts.Length == 0)
            return null;
        foreach (ManifestOutput part in parts)
            RequireS3(part.Uri);
        byte[] content = Write(parts.Select(part => (part.Uri, part.Bytes)));
        string hash = Convert.ToHexStringLower(SHA256.HashData(content))[..DigitsOfHash];
        return new CopyManifest(Beside(source, $"_copy-{table}-{hash}.json"), content);
    }

    /// <summary>The list as COPY reads it.</summary>
    /// <param name="parts">Address and length of each, bytes.</param>
    public static byte[] Write(IEnumerable<(string Url, long Bytes)> parts)
    {
        ArrayBufferWriter<byte> content = new();
        using Utf8JsonWriter writer = new(content);
        writer.WriteStartObject();
        writer.WriteStartArray("entries");
        foreach ((string url, long bytes) in parts)
        {
            // COPY of Parquet needs the length, and leaves out what is missing unless it is told to fail.
            writer.WriteStartObject();
            writer.WriteString("url", url);
            writer.WriteBoolean("mandatory", true);
            writer.WriteStartObject("meta");
            writer.WriteNumber("content_length", bytes);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
        return content.WrittenSpan.ToArray();
    }

    /// <summary>The place of a further object of a run.</summary>
    public static string Beside(LoadSource source, string name) => source.Uri[..(source.Uri.LastIndexOf('/') + 1)] + name;

    /// <summary>Writes it where it is not there; its name has its content's hash, so what is there is the same.</summary>
    public async Task PutAsync(IObjectStore store, CancellationToken cancellationToken) =>
        await store.PutIfAbsentAsync(Uri, Content, cancellationToken).ConfigureAwait(false);

    private static void RequireS3(string uri)
    {
        if (!StoreUri.Parse(uri, "load").IsS3)
            throw CtiException.Usage("load", string.Create(CultureInfo.InvariantCulture, $"{uri} is not in S3, and Redshift reads from there only: extract with --output s3://bucket/prefix."));
    }
}
