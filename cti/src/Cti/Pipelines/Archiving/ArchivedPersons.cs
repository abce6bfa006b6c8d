using Cti.Manifests;
using Cti.ObjectStores;
using Cti.Pipelines.Erasure;
using Cti.Pipelines.Erasure.Raw;
using Cti.Pipelines.Extraction;

namespace Cti.Pipelines.Archiving;

/// <summary>Erases persons in fresh copies of inputs that arrived before an erasure.</summary>
/// <remarks>It looks for erasures when the copies are there: one that begins later finds them in the archive.</remarks>
/// <param name="store">Where everything is.</param>
/// <param name="request">The run: its dataset and pepper.</param>
/// <param name="output">The folder of all runs, without a trailing slash.</param>
internal sealed class ArchivedPersons(IObjectStore store, ExtractTransformRequest request, string output)
{
    /// <summary>Erases them, in copies that were verified.</summary>
    public async Task EraseAsync(Manifest manifest, IReadOnlyList<ArchivedObject> copies, CancellationToken cancellationToken)
    {
        Dictionary<string, ObjectInfo> inputs = manifest.Inputs.DistinctBy(i => i.Uri)
            .ToDictionary(i => i.Uri, i => new ObjectInfo(i.Uri, i.Size, i.ETag, i.Arrived ?? manifest.Timings.Started), StringComparer.Ordinal);
        ArrivedErasures erasures = await ArrivedErasures.ReadAsync(store, request, output, [.. inputs.Values], cancellationToken).ConfigureAwait(false);
        if (erasures.Subjects is not { } subjects || erasures.Pseudonyms is not { } pseudonyms)
            return;
        ObjectEraser eraser = new(store, new RawObject(new RecordSourceFactory(store, _ => { })), subjects, pseudonyms);
        foreach (ArchivedObject copy in copies)
        {
            if (await store.StatAsync(copy.Archived, cancellationToken).ConfigureAwait(false) is { } info)
                await eraser.EraseAsync(request.Dataset, info, Arrival.Of(inputs[copy.Uri]), _ => Task.CompletedTask, cancellationToken).ConfigureAwait(false);
        }
    }
}
