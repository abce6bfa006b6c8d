using System.Security.Cryptography;
using System.Text;
using Cti.Manifests;
using Cti.ObjectStores;

namespace Cti.Pipelines.Extraction;

/// <summary>What makes a run the same as another: the digest of everything that decides its rows, and the key made of it.</summary>
/// <param name="Key">Dataset, month and the digest's first 16 characters, or the caller's own.</param>
/// <param name="Fingerprint">SHA-256 in lower-case hexadecimal.</param>
public sealed record RunIdentity(string Key, string Fingerprint)
{
    /// <summary>The identity of a request over resolved inputs. Never a try number, a time or a place of output.</summary>
    public static RunIdentity Of(ExtractTransformRequest request, IReadOnlyList<ObjectInfo> inputs)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(inputs);
        StringBuilder text = new();
        Add(text, "dataset", $"{request.Dataset.Name} {request.Dataset.Version}");
        Add(text, "month", request.Month ?? string.Empty);
        Add(text, "anonymize", string.Join(',', request.Anonymize.Order(StringComparer.Ordinal)));
        Add(text, "pepper", PepperDigest(request));
        Add(text, "codec", request.Codec);
        if (request.References.Count > 0)
            Add(text, "references", $"{string.Join(' ', request.References)} {request.ReferencesDigest}");
        if (request.Erasures.Count > 0)
            Add(text, "erasures", string.Join(',', request.Erasures));
        if (request.Replay is { } replay)
            Add(text, "replay", replay.Digest);
        foreach (ObjectInfo input in inputs)
            Add(text, "input", $"{input.Uri} {input.Size} {input.ETag}");
        string fingerprint = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
        string month = request.Month is null ? string.Empty : $"{request.Month}-";
        return new RunIdentity(request.RunKey ?? $"{request.Dataset.Name}-{month}{fingerprint[..16]}", fingerprint);
    }

    /// <summary>Whether a manifest is of this request over these inputs, whatever its references knew and whoever had been erased then.</summary>
    /// <remarks>A run key that the caller gives names a piece of work. Once that is done, it stays done: what is known of customers grows by the hour, and a task that
    /// is tried again must get what it had.</remarks>
    public static bool IsOf(ExtractTransformRequest request, IReadOnlyList<ObjectInfo> inputs, Manifest manifest)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(manifest);
        return Of(request with { ReferencesDigest = manifest.Options.ReferencesDigest, Erasures = manifest.Options.Erasures ?? [] }, inputs).Fingerprint == manifest.Fingerprint;
    }

    /// <summary>The options as the manifest lists them.</summary>
    public static ManifestOptions OptionsOf(ExtractTransformRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new ManifestOptions
        {
            Month = request.Month,
            Anonymize = request.Anonymize,
            PepperVersion = request.Anonymize.Count > 0 ? request.PepperVersion : null,
            Codec = request.Codec,
            References = request.References.Count > 0 ? request.References : null,
            ReferencesDigest = request.ReferencesDigest,
            Shard = request.Shard?.ToString(),
            Erasures = request.Erasures.Count > 0 ? request.Erasures : null,
        };
    }

    // Another pepper gives other rows; a keyed digest of a constant tells peppers apart without telling one.
    private static string PepperDigest(ExtractTransformRequest request) => request.Anonymize.Count == 0
        ? string.Empty
        : Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(request.Pepper ?? string.Empty), "cti run key"u8));

    private static void Add(StringBuilder text, string name, string value) => text.Append(name).Append('=').Append(value).Append('\n');
}
