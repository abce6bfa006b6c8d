using System.Text.Json;
using Cti.Failures;
using Cti.ObjectStores;

namespace Cti.Pipelines.Archiving;

/// <summary>Reads what was noted of moved inputs.</summary>
internal static class ArchiveRecords
{
    private const int MaxRecordBytes = 1 << 30;
    private const int MaxMarkerBytes = 1 << 20;

    /// <summary>The record at a place; null where there is none.</summary>
    /// <exception cref="CtiException">Usage: it is damaged.</exception>
    public static async Task<ArchiveRecord?> TryReadAsync(IObjectStore store, string place, CancellationToken cancellationToken)
    {
        if (await store.StatAsync(place, cancellationToken).ConfigureAwait(false) is not { } info)
            return null;
        try
        {
            return JsonSerializer.Deserialize(await store.ReadAllBytesAsync(info, MaxRecordBytes, cancellationToken).ConfigureAwait(false), ArchiveJson.Document.ArchiveRecord);
        }
        catch (JsonException error)
        {
            throw CtiException.Usage("archive", $"{place} is no record of an archive: {error.Message} Remove it, and the copies are verified anew.", error);
        }
    }

    /// <summary>A marker's content; null where it has gone meanwhile.</summary>
    /// <exception cref="CtiException">Usage: it is damaged.</exception>
    public static async Task<ArchiveMarker?> TryReadMarkerAsync(IObjectStore store, string place, CancellationToken cancellationToken)
    {
        if (await store.StatAsync(place, cancellationToken).ConfigureAwait(false) is not { } info)
            return null;
        try
        {
            return JsonSerializer.Deserialize(await store.ReadAllBytesAsync(info, MaxMarkerBytes, cancellationToken).ConfigureAwait(false), ArchiveJson.Document.ArchiveMarker);
        }
        catch (JsonException error)
        {
            throw CtiException.Usage("archive", $"{place} is no marker of an archive: {error.Message} Remove it.", error);
        }
    }
}
