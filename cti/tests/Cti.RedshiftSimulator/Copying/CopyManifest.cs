using System.Text.Json;

namespace Cti.RedshiftSimulator;

/// <summary>A manifest of COPY.</summary>
internal sealed record CopyManifest(IReadOnlyList<CopyManifest.Entry> Entries)
{
    /// <summary>A file to load.</summary>
    /// <param name="Url">Where it is.</param>
    /// <param name="Mandatory">Whether it must be there.</param>
    /// <param name="Length">Its length in bytes.</param>
    public sealed record Entry(string Url, bool Mandatory, long Length);

    /// <summary>Reads a manifest.</summary>
    /// <exception cref="CopyFailedException">It is none, or an entry has no length.</exception>
    public static CopyManifest Parse(byte[] json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            if (!document.RootElement.TryGetProperty("entries", out JsonElement entries) || entries.ValueKind != JsonValueKind.Array)
                throw new CopyFailedException(0, "Problem reading manifest file - Invalid format: no 'entries'");
            return new CopyManifest([.. entries.EnumerateArray().Select(Read)]);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new CopyFailedException(0, $"Problem reading manifest file - Invalid JSON: {e.Message}");
        }
    }

    private static Entry Read(JsonElement entry)
    {
        if (!entry.TryGetProperty("url", out JsonElement url) || url.GetString()?.StartsWith("s3://", StringComparison.Ordinal) != true)
            throw new CopyFailedException(0, "Problem reading manifest file - an entry has no 'url' of s3://");
        if (!entry.TryGetProperty("meta", out JsonElement meta))
            throw new CopyFailedException(15003, "File entry does not have 'meta' key.");
        if (!meta.TryGetProperty("content_length", out JsonElement length) || !length.TryGetInt64(out long bytes))
            throw new CopyFailedException(15003, "File entry does not have 'content_length' key.");
        return new Entry(url.GetString()!, entry.TryGetProperty("mandatory", out JsonElement mandatory) && mandatory.GetBoolean(), bytes);
    }
}
