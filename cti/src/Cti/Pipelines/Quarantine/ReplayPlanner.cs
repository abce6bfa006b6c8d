using System.Security.Cryptography;
using System.Text;
using Cti.Failures;
using Cti.Manifests;
using Cti.ObjectStores;
using Cti.Records;
using Cti.Sources.Quarantine;

namespace Cti.Pipelines.Quarantine;

/// <summary>From a run's quarantine to the request that takes its rows again, under the options that the run had.</summary>
/// <param name="store">Where the run is.</param>
public sealed class ReplayPlanner(IObjectStore store)
{
    private const int KnownContract = 1;
    private const string RunsFolder = "/_runs/";
    private readonly ManifestStore _manifests = new(store);

    /// <summary>Finds the run, and checks that its rejects and the corrected rows fit together.</summary>
    /// <param name="place">The run's manifest, its folder, or its folder of rejects.</param>
    /// <param name="fixedRows">A file of corrected rows; null for all as they are.</param>
    /// <param name="pepper">Key of keyed hashes and the name of its version; null where the settings have none.</param>
    /// <param name="resources">What the run may use.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="CtiException">Usage: there is no such run, or the corrected rows do not fit. NothingToDo: it rejected nothing.</exception>
    public async Task<ExtractTransformRequest> PlanAsync(string place, string? fixedRows, ReplayPepper? pepper, RunResources resources, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(resources);
        (string uri, Manifest manifest) = await FindAsync(place, cancellationToken).ConfigureAwait(false);
        Dataset dataset = DatasetOf(uri, manifest);
        if (manifest.Rejects.Parts.Count == 0)
            throw new CtiException(FailureKind.NothingToDo, "list", $"Run {manifest.Run} rejected nothing: there is nothing to take again.");
        if (manifest.Options.PepperVersion is { } version && version != pepper?.Version)
            throw CtiException.Usage("settings", $"Run {manifest.Run} made its keyed hashes with pepper version {version}, the settings have {(pepper is null ? "none" : $"version {pepper.Version}")}; give that pepper for the replay.");
        IReadOnlyList<ObjectInfo> parts = await PartsAsync(manifest, cancellationToken).ConfigureAwait(false);
        FixedRows? corrected = fixedRows is null ? null : await CorrectedAsync(fixedRows, parts, resources, cancellationToken).ConfigureAwait(false);
        ManifestInput[] sources = [.. manifest.Inputs.Where(i => i.Counts.Rejected > 0)];
        ReplayOrigin origin = new(
            manifest.Run,
            parts,
            [.. sources.Select(s => new ObjectInfo(s.Uri, s.Size, s.ETag, s.Arrived ?? manifest.Timings.Started))],
            [.. sources.Select(s => s.Header)],
            corrected,
            DigestOf(manifest, parts, corrected));
        return new ExtractTransformRequest
        {
            Dataset = dataset,
            Inputs = [],
            Output = uri[..uri.LastIndexOf(RunsFolder, StringComparison.Ordinal)],
            Month = manifest.Options.Month,
            // What was rejected once is often rejected again: that is no sign that something broke.
            MaxRejectRate = 1,
            Anonymize = manifest.Options.Anonymize,
            Pepper = manifest.Options.Anonymize.Count > 0 ? pepper?.Pepper : null,
            PepperVersion = manifest.Options.PepperVersion,
            Codec = manifest.Options.Codec,
            Replay = origin,
            Claimed = origin.Sources,
            Resources = resources,
        };
    }

    private async Task<(string Uri, Manifest Manifest)> FindAsync(string place, CancellationToken cancellationToken)
    {
        string uri = StoreUri.Parse(place, "list").ToString();
        string folder = uri.EndsWith("/manifest.json", StringComparison.Ordinal) ? uri[..uri.LastIndexOf('/')] : uri.TrimEnd('/');
        if (folder.EndsWith("/rejects", StringComparison.Ordinal))
            folder = folder[..folder.LastIndexOf('/')];
        string manifestUri = StoreUri.Combine(folder, "manifest.json");
        if (manifestUri.Contains(RunsFolder, StringComparison.Ordinal) && await _manifests.TryReadAsync(manifestUri, cancellationToken).ConfigureAwait(false) is { } manifest)
            return (manifestUri, manifest);
        if (await store.StatAsync(StoreUri.Combine(folder, "_failed.json"), cancellationToken).ConfigureAwait(false) is not null)
            throw CtiException.Usage("list", $"The run at {place} ended at the quality gate, so nothing of it was committed; mend its input or allow a higher --max-reject-rate and run it again.");
        throw CtiException.Usage("list", $"There is no run at {place}: give its manifest, its folder (<output>/_runs/<key>/) or its folder of rejects.");
    }

    private static Dataset DatasetOf(string uri, Manifest manifest)
    {
        if (manifest.Contract != KnownContract)
            throw CtiException.Usage("list", $"{uri} is of contract version {manifest.Contract}, this program knows version {KnownContract}; replay it with the version that wrote it ({manifest.Tool}).");
        return DatasetCatalog.Find(manifest.Dataset)
            ?? throw CtiException.Usage("list", $"{uri} is of dataset {manifest.Dataset}, which this program does not know; replay it with the version that wrote it ({manifest.Tool}).");
    }

    private async Task<IReadOnlyList<ObjectInfo>> PartsAsync(Manifest manifest, CancellationToken cancellationToken)
    {
        List<ObjectInfo> parts = [];
        foreach (RejectPart part in manifest.Rejects.Parts)
        {
            ObjectInfo? found = await store.StatAsync(part.Uri, cancellationToken).ConfigureAwait(false);
            if (found?.Size != part.Bytes)
                throw CtiException.Usage("list", $"{part.Uri} {(found is null ? "is missing" : $"has {found.Size} bytes instead of {part.Bytes}")}; the rejects of run {manifest.Run} are not as it wrote them.");
            parts.Add(found);
        }

        return parts;
    }

    /// <summary>Reads the corrected rows, and the rejects once through: what corrects nothing is found before anything is written.</summary>
    private async Task<FixedRows> CorrectedAsync(string place, IReadOnlyList<ObjectInfo> parts, RunResources resources, CancellationToken cancellationToken)
    {
        ObjectInfo file = await store.StatAsync(StoreUri.Parse(place, "list").ToString(), cancellationToken).ConfigureAwait(false)
            ?? throw CtiException.Usage("list", $"There is no file {place}; check --fixed.");
        FixedRows rows = await FixedRows.ReadAsync(store, file, resources.MemoryBytes / 8, cancellationToken).ConfigureAwait(false);
        RejectReader reader = new(store);
        foreach (ObjectInfo part in parts)
        {
            await foreach (Reject reject in reader.ReadAsync(part, cancellationToken).ConfigureAwait(false))
                rows.Note(reject);
        }

        rows.CheckMatches();
        return rows;
    }

    private static string DigestOf(Manifest manifest, IReadOnlyList<ObjectInfo> parts, FixedRows? corrected)
    {
        IEnumerable<string> lines = [manifest.Run, manifest.Fingerprint, .. parts.Select(p => $"{p.Uri} {p.Size} {p.ETag}"), corrected?.Digest ?? string.Empty];
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))));
    }
}
