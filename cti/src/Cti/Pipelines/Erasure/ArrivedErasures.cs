using Cti.Failures;
using Cti.Manifests;
using Cti.ObjectStores;
using Cti.Pipelines.Erasure.Raw;
using Cti.Pipelines.Extraction;
using Cti.Records;
using Cti.Records.Batches;
using Cti.Records.Erasing;

namespace Cti.Pipelines.Erasure;

/// <summary>The erasures that a run's inputs came before: their persons are erased on the way in. Thread-safe once it is made.</summary>
internal sealed class ArrivedErasures
{
    private readonly IObjectStore _store;
    private readonly ExtractTransformRequest _request;
    private readonly string _output;
    private readonly IReadOnlyList<ErasureRecord> _records;
    private readonly Dictionary<string, BatchEraser> _tables = [];
    private readonly IReadOnlyList<RawEraser>[] _raw = [];

    private ArrivedErasures(IObjectStore store, ExtractTransformRequest request, string output, IReadOnlyList<ObjectInfo> inputs, IReadOnlyList<ErasureRecord> records)
    {
        (_store, _request, _output, _records) = (store, request, output, records);
        Arrivals = [.. inputs.Select(Arrival.Of)];
        if (records.Count == 0)
            return;
        Pseudonyms = new Pseudonyms(request.ErasurePepper!);
        Subjects = new SubjectIndex(records.SelectMany(r => r.Subjects.Select(s => s.ToSubject())), Pseudonyms);
        foreach (TableEraser eraser in TableEraser.Of(request.Dataset, Subjects, Pseudonyms))
            _tables[eraser.Table.Name] = new BatchEraser(eraser);

        // The header of a CSV object is not at hand while its rows are judged: a reject of such a person goes as a whole.
        ILookup<Dataset?, string> uris = inputs.Select(i => i.Uri).ToLookup(uri => RawEraser.NamedFor(request.Dataset, uri));
        Dictionary<string, IReadOnlyList<RawEraser>> erasers = uris.SelectMany(named =>
        {
            IReadOnlyList<RawEraser> made = RawEraser.OfRejects(request.Dataset, named.First(), header: null, Subjects, Pseudonyms);
            return named.Distinct().Select(uri => (Uri: uri, Made: made));
        }).ToDictionary(e => e.Uri, e => e.Made, StringComparer.Ordinal);
        _raw = [.. inputs.Select(i => erasers[i.Uri])];
    }

    /// <summary>Keys of the erasures, oldest first.</summary>
    public IReadOnlyList<string> Keys => [.. _records.Select(r => r.Key)];

    /// <summary>When each input arrived, in microseconds since 1970-01-01 UTC.</summary>
    public IReadOnlyList<long> Arrivals { get; }

    /// <summary>The persons; null where there are none.</summary>
    public SubjectIndex? Subjects { get; }

    /// <summary>Makes what takes the place of values; null where there is nobody to erase.</summary>
    public Pseudonyms? Pseudonyms { get; }

    /// <summary>Reads which erasures concern a run.</summary>
    /// <param name="store">Where the runs are.</param>
    /// <param name="request">The run; its dataset and pepper are asked for.</param>
    /// <param name="output">The folder of all runs, without a trailing slash.</param>
    /// <param name="inputs">What it reads.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="CtiException">Usage: the pepper is missing, or another one than an erasure's.</exception>
    public static async Task<ArrivedErasures> ReadAsync(IObjectStore store, ExtractTransformRequest request, string output, IReadOnlyList<ObjectInfo> inputs, CancellationToken cancellationToken)
    {
        IReadOnlyList<ErasureRecord> records = await ConcernAsync(store, request, output, inputs, cancellationToken).ConfigureAwait(false);
        if (records.FirstOrDefault(r => request.ErasurePepper is null || r.PepperVersion != request.ErasurePepperVersion) is { } other)
        {
            string found = request.ErasurePepper is null ? "the settings have none" : $"the settings have version {request.ErasurePepperVersion}";
            throw CtiException.Usage("settings", $"Inputs arrived before the erasure {other.Key}, whose persons can only be found by its pepper, version {other.PepperVersion}; {found}: give that pepper (CTI_PEPPER, CTI_PEPPER_FILE or the settings) for this run.");
        }

        return new ArrivedErasures(store, request, output, inputs, records);
    }

    /// <summary>The same erasures over a share of the inputs.</summary>
    public ArrivedErasures Over(IReadOnlyList<ObjectInfo> share) => new(_store, _request, _output, share, _records);

    /// <summary>Makes sure that a run that was committed earlier went through all of them.</summary>
    /// <exception cref="CtiException">Transient: an erasure is being carried out and has not been through that run yet.</exception>
    public void CheckCovers(Manifest manifest)
    {
        HashSet<string> through = [.. manifest.Options.Erasures ?? [], .. manifest.Erased ?? []];
        if (_records.FirstOrDefault(r => r.State == ErasureState.Working && !through.Contains(r.Key)) is { } working)
            throw CtiException.Transient("erase", $"The erasure {working.Key} is not done, and run {manifest.Run} may hold persons who are to be erased; finish it by the same cti erase, then try again.");
    }

    /// <summary>Whether an erasure was begun since <see cref="ReadAsync"/> that this run's inputs came before: it may have looked for runs before this one was there.</summary>
    public async Task<bool> HasNewAsync(IReadOnlyList<ObjectInfo> inputs, CancellationToken cancellationToken) =>
        (await ConcernAsync(_store, _request, _output, inputs, cancellationToken).ConfigureAwait(false)).Any(r => !Keys.Contains(r.Key));

    /// <summary>Erases rows of a block whose fate is decided.</summary>
    public void Erase(RecordBatch batch)
    {
        if (_tables.Count == 0)
            return;
        foreach (RecordBatch rows in batch.Table is null ? batch.Parts : [batch])
        {
            if (_tables.TryGetValue(rows.Table!.Name, out BatchEraser? eraser))
                eraser.Erase(rows, row => Arrivals[SourceOf(rows, row)]);
        }
    }

    /// <summary>A rejected record without the person; null where it stays as it is.</summary>
    public byte[]? Erase(int source, ReadOnlyMemory<byte> raw) => _raw.Length == 0 ? null : RawEraser.Erase(_raw[source], raw, Arrivals[source]);

    /// <summary>The records of the erasures that concern a run, oldest first; no pepper is needed for that.</summary>
    public static async Task<IReadOnlyList<ErasureRecord>> ConcernAsync(
        IObjectStore store, ExtractTransformRequest request, string output, IReadOnlyList<ObjectInfo> inputs, CancellationToken cancellationToken)
    {
        if (!inputs.Any(i => RawEraser.MayHold(request.Dataset, i.Uri)))
            return [];
        ErasureStore erasures = new(store, new ErasureLayout(output));
        long first = inputs.Min(Arrival.Of);
        if (RecordMoment.FieldOf(request.Dataset) is not null)
        {
            // Rows may be older than their objects. One run has one pepper: of erasures before these objects came, those of its version are looked for.
            IReadOnlyList<ErasureRecord> all = await erasures.ListAsync(long.MinValue, cancellationToken).ConfigureAwait(false);
            return [.. all.Where(r => r.Subjects.Count > 0 && (first <= r.LatestRequest || request.ErasurePepper is null || r.PepperVersion == request.ErasurePepperVersion))];
        }

        return [.. (await erasures.ListAsync(first, cancellationToken).ConfigureAwait(false)).Where(r => r.Subjects.Any(s => first <= s.RequestedAt))];
    }

    private static int SourceOf(RecordBatch batch, int row)
    {
        int segment = 0;
        while (segment + 1 < batch.Segments.Count && batch.Segments[segment + 1].FirstRow <= row)
            segment++;
        return batch.Segments[segment].Source;
    }
}
