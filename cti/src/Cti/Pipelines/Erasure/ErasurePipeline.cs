using Cti.Failures;
using Cti.Manifests;
using Cti.ObjectStores;
using Cti.Pipelines.Erasure.Raw;
using Cti.Records.Erasing;
using Cti.Telemetry;
using Cti.Warehouses;
using Cti.Warehouses.Erasing;
using Cti.Warehouses.Reading;
using Microsoft.Extensions.Logging;

namespace Cti.Pipelines.Erasure;

/// <summary>Erasure requests, carried out wherever the tool has put the persons. What a crash leaves, the same command completes.</summary>
/// <param name="store">Where requests, runs and archive are.</param>
/// <param name="sources">Opens raw objects.</param>
/// <param name="warehouse">The warehouse.</param>
/// <param name="tool">Program and version, as <c>cti 1.2.3</c>.</param>
/// <param name="clock">The time.</param>
/// <param name="logger">Hears of each step.</param>
public sealed class ErasurePipeline(IObjectStore store, IRecordSourceFactory sources, IWarehouse warehouse, string tool, TimeProvider clock, ILogger logger)
{
    private readonly ManifestStore _manifests = new(store);
    private readonly RawObject _raw = new(sources);

    /// <summary>Carries them out to the end.</summary>
    /// <exception cref="CtiException">Usage: a file cannot be read, or the pepper is another one. NothingToDo: there is no request. Transient: run it again.</exception>
    public async Task<ErasureOutcome> RunAsync(ErasureRequest request, IRunProgress progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(progress);
        request = request with { Output = PlaceOf(request.Output), Archive = request.Archive is null ? null : PlaceOf(request.Archive) };
        ErasureLayout layout = new(request.Output);
        ErasureStore erasures = new(store, layout);
        IReadOnlyList<ErasureRecord> earlier = await erasures.ListAsync(long.MinValue, cancellationToken).ConfigureAwait(false);
        if (earlier.All(r => r is { State: ErasureState.Done, Sealed: null }) && (await RequestFilesAsync(request, cancellationToken).ConfigureAwait(false)).Count == 0)
            throw NothingAt(request);
        ErasureTurn turn = await ErasureTurn.TakeAsync(store, layout, clock, logger, cancellationToken).ConfigureAwait(false);
        await using (turn.ConfigureAwait(false))
        {
            using CancellationTokenSource mine = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, turn.Lost);
            try
            {
                return await InTurnAsync(request, erasures, progress, mine.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (turn.Lost.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                throw turn.TakenOver();
            }
        }
    }

    private async Task<ErasureOutcome> InTurnAsync(ErasureRequest request, ErasureStore erasures, IRunProgress progress, CancellationToken cancellationToken)
    {
        progress.Begin("erase", totalBytes: 0);
        ErasureOutcome? finished = await FinishEarlierAsync(request, erasures, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<ObjectInfo> inputs = await RequestFilesAsync(request, cancellationToken).ConfigureAwait(false);
        if (inputs.Count == 0)
            return finished ?? throw NothingAt(request);
        ErasureOutcome outcome = await CarryOutAsync(request, erasures, inputs, cancellationToken).ConfigureAwait(false);
        progress.Report(outcome.Rows, bytes: 0);
        progress.End();
        return outcome;
    }

    private static CtiException NothingAt(ErasureRequest request) => new(FailureKind.NothingToDo, "list", $"There is no erasure request at {string.Join(", ", request.Requests)}: nothing to do.");

    private static string PlaceOf(string uri) => StoreUri.Parse(uri, "erase").ToString().TrimEnd('/');

    /// <summary>The request files. In a folder without one the resolver takes all there is: customers have addresses too, and none of them asked for anything.</summary>
    private async Task<IReadOnlyList<ObjectInfo>> RequestFilesAsync(ErasureRequest request, CancellationToken cancellationToken)
    {
        ResolvedInputs resolved = await new ObjectResolver(store).ResolveAsync(request.Requests, ErasureSeed.Dataset, cancellationToken).ConfigureAwait(false);
        return [.. resolved.Objects.Where(o => !InputListing.IsNamedForAnother(o.Uri, ErasureSeed.Dataset))];
    }

    private async Task<ErasureOutcome?> FinishEarlierAsync(ErasureRequest request, ErasureStore erasures, CancellationToken cancellationToken)
    {
        ErasureOutcome? finished = null;
        foreach (ErasureRecord record in await erasures.ListAsync(long.MinValue, cancellationToken).ConfigureAwait(false))
        {
            if (record.State == ErasureState.Done)
            {
                await UnsealAsync(erasures, record, cancellationToken).ConfigureAwait(false);
                continue;
            }

            if (!TargetOf(request).IsOf(record))
            {
                logger.ErasureOfAnotherTarget(record.Key, record.Warehouse!, record.Archive is { } archive ? $"--archive {archive}" : "no --archive");
                continue;
            }

            logger.ErasureResumed(record.Key);
            finished = await CompleteAsync(request, erasures, record, cancellationToken).ConfigureAwait(false);
        }

        return finished;
    }

    /// <summary>Forgets the addresses that were kept for a further warehouse: the requests may have been deleted by an erasure in another output.</summary>
    private async Task UnsealAsync(ErasureStore erasures, ErasureRecord record, CancellationToken cancellationToken)
    {
        if (record.Sealed is null)
            return;
        foreach (RequestFile file in record.Requests)
        {
            if (await store.StatAsync(file.Uri, cancellationToken).ConfigureAwait(false) is { } there && (there.Size, there.ETag) == (file.Size, file.ETag))
                return;
        }

        await erasures.PutAsync(record with { Sealed = null }, cancellationToken).ConfigureAwait(false);
    }

    private async Task<ErasureOutcome> CarryOutAsync(ErasureRequest request, ErasureStore erasures, IReadOnlyList<ObjectInfo> inputs, CancellationToken cancellationToken)
    {
        ErasureTarget target = TargetOf(request);
        string key = request.RunKey ?? target.KeyOf(inputs);
        if (await erasures.FindAsync(key, cancellationToken).ConfigureAwait(false) is { } known)
        {
            if (!known.Requests.Select(r => (r.Uri, r.Size, r.ETag)).SequenceEqual(inputs.Select(i => (i.Uri, i.Size, i.ETag))))
                throw CtiException.Usage("settings", $"The run key {key} was used before for other requests; give another --run-key, or none.");
            if (!target.IsOf(known))
                throw CtiException.Usage("settings", $"The run key {key} was used before for another warehouse or archive, {known.Warehouse}; give another --run-key, or none.");

            // Kept until now for another place, or put there again.
            await DeleteRequestsAsync(request, erasures, known, cancellationToken).ConfigureAwait(false);
            return await OutcomeAsync(request, erasures, known, reused: true, cancellationToken).ConfigureAwait(false);
        }

        ErasureRecord record = await BeginAsync(request, erasures, key, inputs, cancellationToken).ConfigureAwait(false);
        return await CompleteAsync(request, erasures, record, cancellationToken).ConfigureAwait(false);
    }

    private async Task<ErasureRecord> BeginAsync(ErasureRequest request, ErasureStore erasures, string key, IReadOnlyList<ObjectInfo> inputs, CancellationToken cancellationToken)
    {
        (IReadOnlyList<RequestFile> files, IReadOnlyList<ErasureSeed> seeds) = await new RequestReader(_raw).ReadAsync(inputs, cancellationToken).ConfigureAwait(false);
        Pseudonyms pseudonyms = new(request.Pepper);
        IReadOnlyList<Subject> known = await KnownPersonsAsync(request, erasures, files, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<Subject> subjects = await FindPeopleAsync(request, seeds, known, pseudonyms, cancellationToken).ConfigureAwait(false);
        ErasureRecord record = new()
        {
            Key = key,
            BeganAt = clock.GetUtcNow(),
            PepperVersion = request.PepperVersion,
            Warehouse = warehouse.Place,
            Archive = request.Archive,
            Requests = files,
            Subjects = [.. subjects.Select(s => SubjectRecord.Of(s, pseudonyms))],
            Sealed = SealedSubjects.Seal(subjects, request.Pepper),
            State = ErasureState.Working,
        };

        // Before the first change: once addresses are gone, nothing else could tell which ids they belonged to.
        await erasures.BeginAsync(record, cancellationToken).ConfigureAwait(false);
        return record;
    }

    /// <summary>The persons of erasures of the same requests in other warehouses: what told that an id and an address are one person's may be erased here already.</summary>
    private static async Task<IReadOnlyList<Subject>> KnownPersonsAsync(ErasureRequest request, ErasureStore erasures, IReadOnlyList<RequestFile> files, CancellationToken cancellationToken)
    {
        IReadOnlyList<ErasureRecord> earlier = await erasures.ListAsync(long.MinValue, cancellationToken).ConfigureAwait(false);
        return [.. earlier.Where(r => r.Sealed is not null && r.PepperVersion == request.PepperVersion && r.Shares(files))
            .SelectMany(r => SealedSubjects.Open(r.Sealed!, request.Pepper, new ErasureLayout(request.Output).Record(r.Key, r.LatestRequest)))];
    }

    private async Task<IReadOnlyList<Subject>> FindPeopleAsync(
        ErasureRequest request, IReadOnlyList<ErasureSeed> seeds, IReadOnlyList<Subject> known, Pseudonyms pseudonyms, CancellationToken cancellationToken)
    {
        List<Manifest> manifests = [];
        foreach (ObjectInfo info in await FileErasure.ManifestsAsync(store, request.Output, cancellationToken).ConfigureAwait(false))
            manifests.Add(InItsPlace(info.Uri, await _manifests.ReadAsync(info, cancellationToken).ConfigureAwait(false)));
        using ScratchFolder scratch = new(request.Resources.SpillFolder);
        using PartReader reader = PartReader.Open(FileErasure.EngineOf(request), scratch.Path);
        ArchivedInputs archive = new(store, request.Output, request.Archive, manifests);
        return await new PeopleFinder(store, _raw, reader, scratch.Path, logger).FindAsync(seeds, known, request.Output, manifests, archive, warehouse, pseudonyms, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Manifests name files by their full URIs: of an output that was copied or mounted elsewhere they name those of another place, and what lies here would stay.</summary>
    private static Manifest InItsPlace(string uri, Manifest manifest)
    {
        string output = uri[..(uri.LastIndexOf("/_runs/", StringComparison.Ordinal) + 1)];
        string? elsewhere = manifest.Outputs.Select(o => o.Uri).Concat(manifest.Rejects.Parts.Select(p => p.Uri)).FirstOrDefault(file => !file.StartsWith(output, StringComparison.Ordinal));
        return elsewhere is null
            ? manifest
            : throw CtiException.Usage("erase", $"{uri} names a file outside {output}: {elsewhere}. This output was copied, moved or mounted elsewhere: give --output as it was when the run was made, and delete copies.");
    }

    private async Task<ErasureOutcome> CompleteAsync(ErasureRequest request, ErasureStore erasures, ErasureRecord record, CancellationToken cancellationToken)
    {
        if (record.State == ErasureState.Working)
            record = await EraseAsync(request, erasures, record, cancellationToken).ConfigureAwait(false);
        await erasures.RemoveNotesAsync(record.Key, cancellationToken).ConfigureAwait(false);

        // Last: as long as a request is there, the same command finds its erasure and goes on.
        await DeleteRequestsAsync(request, erasures, record, cancellationToken).ConfigureAwait(false);
        record = record with { State = ErasureState.Done, Sealed = request.KeepRequests ? record.Sealed : null };
        await erasures.PutAsync(record, cancellationToken).ConfigureAwait(false);
        return await OutcomeAsync(request, erasures, record, reused: false, cancellationToken).ConfigureAwait(false);
    }

    private async Task DeleteRequestsAsync(ErasureRequest request, ErasureStore erasures, ErasureRecord record, CancellationToken cancellationToken)
    {
        if (request.KeepRequests)
            return;

        // Addresses are kept for a further warehouse no longer than the requests are, and go before them: whoever is killed in between comes here again.
        foreach (ErasureRecord other in await erasures.ListAsync(long.MinValue, cancellationToken).ConfigureAwait(false))
        {
            if (other.Sealed is not null && other.State != ErasureState.Working && other.Shares(record.Requests))
                await erasures.PutAsync(other with { Sealed = null }, cancellationToken).ConfigureAwait(false);
        }

        foreach (RequestFile file in record.Requests.Where(f => f.Faults.Count == 0))
            await store.DeleteIfMatchAsync(file.ToInfo(), cancellationToken).ConfigureAwait(false);
    }

    private async Task<ErasureRecord> EraseAsync(ErasureRequest request, ErasureStore erasures, ErasureRecord record, CancellationToken cancellationToken)
    {
        IReadOnlyList<Subject> subjects = SealedSubjects.Open(record.Sealed!, request.Pepper, new ErasureLayout(request.Output).Record(record.Key, record.LatestRequest));
        SubjectIndex index = new(subjects);
        Pseudonyms pseudonyms = new(request.Pepper);
        FileErasure files = new(store, _raw, tool, logger);
        await files.EraseAsync(request, erasures, record.Key, index, pseudonyms, cancellationToken).ConfigureAwait(false);

        // An erasure of the same requests for another warehouse may have made the revisions.
        HashSet<string> shared = [.. (await erasures.ListAsync(long.MinValue, cancellationToken).ConfigureAwait(false)).Where(r => r.Shares(record.Requests)).Select(r => r.Key)];

        // After the files: what is loaded from now on is erased already.
        WarehouseErasure erasure = new()
        {
            Subjects = index,
            Pseudonyms = pseudonyms,
            Revisions = [.. files.Manifests.Where(m => m.Erased?.Any(shared.Contains) == true).Select(m => (m.Run, m.Revision))],
            Note = table => erasures.NoteAsync(record.Key, new ErasureChange("table", $"{warehouse.Place} {table.Table}", table.Rows, table.Columns), cancellationToken),
        };
        await warehouse.EraseAsync(erasure, cancellationToken).ConfigureAwait(false);
        return await ProveAsync(request, erasures, record, [.. files.Searched, warehouse.Place], cancellationToken).ConfigureAwait(false);
    }

    private async Task<ErasureRecord> ProveAsync(ErasureRequest request, ErasureStore erasures, ErasureRecord record, IReadOnlyList<string> searched, CancellationToken cancellationToken)
    {
        ErasureProof proof = new()
        {
            Tool = tool,
            Key = record.Key,
            BeganAt = record.BeganAt,
            ProvenAt = clock.GetUtcNow(),
            PepperVersion = record.PepperVersion,
            Requests = record.Requests,
            Subjects = record.Subjects,
            Searched = searched,
            Changes = await erasures.NotesAsync(record.Key, cancellationToken).ConfigureAwait(false),
        };
        await erasures.PutProofAsync(proof, cancellationToken).ConfigureAwait(false);
        logger.ErasureProven(record.Key, record.Subjects.Count, proof.Changes.Count);
        record = record with { State = ErasureState.Proven, Sealed = request.KeepRequests ? record.Sealed : null };
        await erasures.PutAsync(record, cancellationToken).ConfigureAwait(false);
        return record;
    }

    private static async Task<ErasureOutcome> OutcomeAsync(ErasureRequest request, ErasureStore erasures, ErasureRecord record, bool reused, CancellationToken cancellationToken)
    {
        ErasureLayout layout = new(request.Output);
        ErasureProof? proof = await erasures.FindProofAsync(record.Key, cancellationToken).ConfigureAwait(false);
        return new ErasureOutcome(
            record.Key,
            reused,
            layout.Proof(record.Key),
            record.Requests.Sum(r => r.Requests),
            record.Subjects.Count,
            proof?.Changes.Sum(c => c.Rows) ?? 0,
            proof?.Changes.Count(c => c.Rows > 0) ?? 0,
            [.. record.Requests.SelectMany(r => r.Faults.Select(f => $"{r.Uri}: {f}"))]);
    }

    private ErasureTarget TargetOf(ErasureRequest request) => new(warehouse.Place, request.Archive);
}
