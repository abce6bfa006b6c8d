using System.Security.Cryptography;
using System.Text.Json;
using Cti.Failures;
using Cti.Manifests;
using Cti.ObjectStores;
using Cti.Sinks.Runs;
using Cti.Telemetry;
using Microsoft.Extensions.Logging;

namespace Cti.Pipelines.Archiving;

/// <summary>Moves the inputs of a committed run: copy, verify, note, delete. Each step may be done again, by another process too.</summary>
/// <param name="store">Where everything is.</param>
/// <param name="output">The folder of all runs, without a trailing slash.</param>
/// <param name="persons">Erases those in copies who are erased.</param>
/// <param name="logger">Hears of each run, and of what could not be moved.</param>
internal sealed class Archiver(IObjectStore store, string output, ArchivedPersons persons, ILogger logger)
{
    private const int AtOnce = 8;

    /// <summary>Moves them.</summary>
    /// <param name="manifest">The run's manifest, committed.</param>
    /// <param name="archive">The archive, without a trailing slash.</param>
    /// <param name="cancellationToken">Ends it; what is done stays done.</param>
    public async Task ArchiveAsync(Manifest manifest, string archive, CancellationToken cancellationToken)
    {
        string place = new RunLayout(output, manifest.Run).Archive;
        ArchiveRecord record = await ArchiveRecords.TryReadAsync(store, place, cancellationToken).ConfigureAwait(false) ?? await CopyAllAsync(manifest, archive, place, cancellationToken).ConfigureAwait(false);
        ParallelOptions atOnce = new() { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(record.Objects, atOnce, async (moved, token) =>
        {
            // What came under the same name since then is another version: it stays.
            await store.DeleteIfMatchAsync(new ObjectInfo(moved.Uri, moved.Size, moved.ETag, default), token).ConfigureAwait(false);
        }).ConfigureAwait(false);
        // An earlier process may have been killed while it copied.
        await store.TidyAsync(FolderOf(archive, manifest), cancellationToken).ConfigureAwait(false);
        logger.InputsArchived(record.Objects.Count, manifest.Run, archive);
    }

    private async Task<ArchiveRecord> CopyAllAsync(Manifest manifest, string archive, string place, CancellationToken cancellationToken)
    {
        ArchivedObject?[] copied = new ArchivedObject?[manifest.Inputs.Count];
        ParallelOptions atOnce = new() { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, copied.Length, atOnce, async (i, token) =>
        {
            ManifestInput input = manifest.Inputs[i];
            string target = TargetOf(archive, manifest, input.Uri);
            if (await TryCopyAsync(input, target, token).ConfigureAwait(false))
                copied[i] = new ArchivedObject(input.Uri, input.Size, input.ETag, target);
            else
                logger.InputNotArchived(input.Uri, manifest.Run);
        }).ConfigureAwait(false);
        await persons.EraseAsync(manifest, [.. copied.OfType<ArchivedObject>()], cancellationToken).ConfigureAwait(false);
        ArchiveRecord record = new(manifest.Run, [.. copied.OfType<ArchivedObject>()]);

        // Whoever was first may have deleted sources that this process found gone: its record counts.
        return await store.PutIfAbsentAsync(place, JsonSerializer.SerializeToUtf8Bytes(record, ArchiveJson.Document.ArchiveRecord), cancellationToken).ConfigureAwait(false)
            ? record
            : await ArchiveRecords.TryReadAsync(store, place, cancellationToken).ConfigureAwait(false) ?? record;
    }

    /// <summary>A verified copy; false where the version that the run read is no longer there.</summary>
    private async Task<bool> TryCopyAsync(ManifestInput input, string target, CancellationToken cancellationToken)
    {
        if (await store.StatAsync(input.Uri, cancellationToken).ConfigureAwait(false) is not { } source || source.Size != input.Size || source.ETag != input.ETag)
            return false;
        if (await IsCopyAsync(source, target, cancellationToken).ConfigureAwait(false))
            return true;
        await store.CopyAsync(source, target, cancellationToken).ConfigureAwait(false);
        return await IsCopyAsync(source, target, cancellationToken).ConfigureAwait(false)
            ? true
            : throw CtiException.Transient("archive", $"{target} is not what {input.Uri} is, right after it was copied; nothing was deleted. Run again.");
    }

    /// <summary>Equal sizes, and equal ETags of S3 (digests of the content) or else equal digests of both contents, read for it.</summary>
    private async Task<bool> IsCopyAsync(ObjectInfo source, string target, CancellationToken cancellationToken)
    {
        if (await store.StatAsync(target, cancellationToken).ConfigureAwait(false) is not { } copy || copy.Size != source.Size)
            return false;
        bool areDigests = source.Uri.StartsWith("s3://", StringComparison.Ordinal) && copy.Uri.StartsWith("s3://", StringComparison.Ordinal);
        if (areDigests && copy.ETag == source.ETag)
            return true;
        string digest = await DigestAsync(source, cancellationToken).ConfigureAwait(false);
        return digest == await DigestAsync(copy, cancellationToken).ConfigureAwait(false);
    }

    private async Task<string> DigestAsync(ObjectInfo info, CancellationToken cancellationToken)
    {
        Stream content = await store.OpenReadAsync(info, cancellationToken).ConfigureAwait(false);
        await using (content.ConfigureAwait(false))
            return Convert.ToHexString(await SHA256.HashDataAsync(content, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>A folder a run: no two versions of an object meet there, and the same command gives the same place.</summary>
    internal static string TargetOf(string archive, Manifest manifest, string uri)
    {
        StoreUri source = StoreUri.Parse(uri, "archive");
        string name = source.IsS3 ? $"{source.Bucket}/{source.Path}" : source.Path.TrimStart('/').Replace(':', '_');
        return $"{FolderOf(archive, manifest)}/{name}";
    }

    /// <summary>The folder of a run's inputs in an archive, without a trailing slash.</summary>
    internal static string FolderOf(string archive, Manifest manifest) => $"{archive}/{manifest.Dataset}/run={manifest.Run}";
}
