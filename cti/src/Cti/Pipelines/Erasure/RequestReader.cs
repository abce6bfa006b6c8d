using Cti.ObjectStores;
using Cti.Pipelines.Erasure.Raw;
using Cti.Pipelines.Extraction;
using Cti.Records;
using Cti.Records.ErasureRequests;
using Cti.Records.Raw;

namespace Cti.Pipelines.Erasure;

/// <summary>Reads files of erasure requests.</summary>
/// <param name="raw">Reads them.</param>
internal sealed class RequestReader(RawObject raw)
{
    private const int MostFaults = 100;
    private readonly ErasureRequestsDataset _dataset = new();

    /// <summary>The requests of all files, in order.</summary>
    public async Task<(IReadOnlyList<RequestFile> Files, IReadOnlyList<ErasureSeed> Seeds)> ReadAsync(IReadOnlyList<ObjectInfo> inputs, CancellationToken cancellationToken)
    {
        List<RequestFile> files = [];
        List<ErasureSeed> seeds = [];
        foreach (ObjectInfo input in inputs)
        {
            (RequestFile file, IReadOnlyList<ErasureSeed> found) = await ReadAsync(input, cancellationToken).ConfigureAwait(false);
            files.Add(file);
            seeds.AddRange(found);
        }

        return (files, seeds);
    }

    /// <summary>The requests of a file; those that are none are among its faults.</summary>
    public async Task<(RequestFile File, IReadOnlyList<ErasureSeed> Seeds)> ReadAsync(ObjectInfo info, CancellationToken cancellationToken)
    {
        List<ErasureSeed> seeds = [];
        List<string> faults = [];
        int requests = 0;
        long arrived = Arrival.Of(info);
        await raw.ReadAsync(_dataset, info, (batch, _) =>
        {
            requests += batch.RecordCount + batch.Rejects.Count;
            foreach (RawReject reject in batch.Rejects)
                AddFault(faults, batch.Segments[reject.Segment].FirstLine + reject.Span.Line, reject.Failure);
            for (int record = 0; record < batch.RecordCount; record++)
            {
                RecordJudgement judged = _dataset.Judge([.. _dataset.RawFields.Index().Select(f => RawObject.TextOf(batch, f.Index, record))]);
                if (judged.IsAccepted)
                    seeds.Add(new ErasureSeed((string?)judged.Values[0], (string?)judged.Values[1], arrived));
                else
                    AddFault(faults, batch.Segments[0].FirstLine + batch.Records[record].Line, judged.Failures[0]);
            }
        }, cancellationToken).ConfigureAwait(false);
        return (new RequestFile(info.Uri, info.Size, info.ETag, arrived, requests, faults), seeds);
    }

    // Without the value: who asks to be forgotten is not written down once more.
    private static void AddFault(List<string> faults, long line, RecordFailure failure)
    {
        if (faults.Count < MostFaults)
            faults.Add($"line {line}: {failure.Message}");
    }
}
