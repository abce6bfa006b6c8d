using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Cti.ObjectStores;
using Cti.Pipelines.Extraction;

namespace Cti.Pipelines.Archiving;

/// <summary>The markers of one command's runs, in a hidden folder of the output.</summary>
/// <param name="store">Where they are.</param>
/// <param name="request">The command: its markers are those of the same inputs, options, state and archive.</param>
/// <param name="output">The folder of all runs, without a trailing slash.</param>
internal sealed class ArchiveMarkers(IObjectStore store, ExtractTransformRequest request, string output)
{
    private const string PendingEnd = ".pending.json";
    private const string DoneEnd = ".done.json";

    private string Folder
    {
        get
        {
            string command = $"{RunIdentity.Of(request, []).Fingerprint}\n{request.State}\n{request.Archive}\n{request.RunKey}\n{string.Join('\n', request.Inputs)}";
            return $"{FolderOf(output)}{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(command)))[..32]}/";
        }
    }

    /// <summary>The folder of all commands' markers.</summary>
    public static string FolderOf(string output) => $"{output}/_archiving/";

    /// <summary>What is there, in ordinal order.</summary>
    public async Task<IReadOnlyList<ObjectInfo>> ListAsync(CancellationToken cancellationToken) =>
        await store.ListAsync(Folder, cancellationToken).OrderBy(o => o.Uri, StringComparer.Ordinal).ToListAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>Whether a marker is of a run whose inputs are still being moved.</summary>
    public static bool IsPending(ObjectInfo marker) => marker.Uri.EndsWith(PendingEnd, StringComparison.Ordinal);

    /// <summary>A marker's content; null where it has gone meanwhile.</summary>
    public Task<ArchiveMarker?> ReadAsync(ObjectInfo marker, CancellationToken cancellationToken) => ArchiveRecords.TryReadMarkerAsync(store, marker.Uri, cancellationToken);

    /// <summary>Says that a run's inputs will be moved. Before its claim is committed and the first input is touched.</summary>
    public Task BeginAsync(ArchiveMarker marker, CancellationToken cancellationToken) => PutAsync(marker, PendingEnd, cancellationToken);

    /// <summary>Says that they have been moved. Where a ledger knows the inputs nothing need stay.</summary>
    public async Task EndAsync(ArchiveMarker marker, CancellationToken cancellationToken)
    {
        if (request.State is null)
            await PutAsync(marker, DoneEnd, cancellationToken).ConfigureAwait(false);
        await store.DeleteAsync(Folder + marker.Run + PendingEnd, cancellationToken).ConfigureAwait(false);
    }

    private async Task PutAsync(ArchiveMarker marker, string end, CancellationToken cancellationToken)
    {
        ObjectWriter writer = await store.CreateAsync(Folder + marker.Run + end, cancellationToken).ConfigureAwait(false);
        await using (writer.ConfigureAwait(false))
        {
            await writer.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(marker, ArchiveJson.Document.ArchiveMarker), cancellationToken).ConfigureAwait(false);
            await writer.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
