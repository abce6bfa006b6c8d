using System.Globalization;
using Cti.Failures;
using Cti.Manifests;
using Cti.ObjectStores;
using Cti.Records;

namespace Cti.Pipelines.Quarantine;

/// <summary>What every replay needs of the runs whose rejects it takes again.</summary>
/// <param name="store">Where they are.</param>
internal sealed class RejectedRuns(IObjectStore store)
{
    private const int KnownContract = 1;

    /// <summary>The dataset of a run.</summary>
    /// <exception cref="CtiException">Usage: another version of the program wrote it.</exception>
    public static Dataset DatasetOf(FoundRun run)
    {
        Manifest manifest = run.Manifest;
        if (manifest.Contract != KnownContract)
            throw CtiException.Usage("list", string.Create(CultureInfo.InvariantCulture, $"{run.Uri} is of contract version {manifest.Contract}, this program knows version {KnownContract}; replay it with the version that wrote it ({manifest.Tool})."));
        return DatasetCatalog.Find(manifest.Dataset)
            ?? throw CtiException.Usage("list", $"{run.Uri} is of dataset {manifest.Dataset}, which this program does not know; replay it with the version that wrote it ({manifest.Tool}).");
    }

    /// <summary>Makes sure that hashes can be made as the run made them.</summary>
    /// <exception cref="CtiException">Usage: the pepper is another, or missing.</exception>
    public static void CheckPepper(Manifest manifest, ReplayPepper? pepper)
    {
        if (manifest.Options.PepperVersion is { } version && version != pepper?.Version)
            throw CtiException.Usage("settings", $"Run {manifest.Run} made its keyed hashes with pepper version {version}, the settings have {(pepper is null ? "none" : $"version {pepper.Version}")}; give that pepper for the replay.");
    }

    /// <summary>A run's files of rejects.</summary>
    /// <exception cref="CtiException">Usage: one is missing or changed.</exception>
    public async Task<IReadOnlyList<ObjectInfo>> PartsAsync(Manifest manifest, CancellationToken cancellationToken)
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

    /// <summary>The run that takes rejects again, under the options that their run had.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="output">Where it goes.</param>
    /// <param name="options">The options of the first run.</param>
    /// <param name="origin">The rejects.</param>
    /// <param name="pepper">Key of keyed hashes.</param>
    /// <param name="resources">What the run may use.</param>
    public static ExtractTransformRequest RequestOf(Dataset dataset, string output, ManifestOptions options, ReplayOrigin origin, ReplayPepper? pepper, RunResources resources) => new()
    {
        Dataset = dataset,
        Inputs = [],
        Output = output,
        Month = options.Month,
        // What was rejected once is often rejected again: that is no sign that something broke.
        MaxRejectRate = 1,
        Anonymize = options.Anonymize,
        Pepper = options.Anonymize.Count > 0 ? pepper?.Pepper : null,
        PepperVersion = options.PepperVersion,
        ErasurePepper = pepper?.Pepper,
        ErasurePepperVersion = pepper?.Version,
        Codec = options.Codec,
        References = options.References ?? [],
        Replay = origin,
        Claimed = origin.Sources,
        Resources = resources,
    };
}
