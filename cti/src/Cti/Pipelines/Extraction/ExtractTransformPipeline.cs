using Cti.Failures;
using Cti.Manifests;
using Cti.ObjectStores;
using Cti.Parquet;
using Cti.Pipelines.Anomalies;
using Cti.Pipelines.Erasure;
using Cti.Pipelines.References;
using Cti.Pipelines.Sharding;
using Cti.Quality.Sharding;
using Cti.Records;
using Cti.Sinks.Parquet;
using Cti.Sinks.Quarantine;
using Cti.Sinks.Runs;
using Cti.Sources;
using Cti.Telemetry;
using Microsoft.Extensions.Logging;

namespace Cti.Pipelines.Extraction;

/// <summary>Raw objects to Parquet, quarantine and manifest: each record read once, counted once, written at most once.</summary>
/// <param name="store">Where inputs are and outputs go.</param>
/// <param name="sources">Opens the inputs as blocks of raw records.</param>
/// <param name="tool">Program and version, as <c>cti 1.2.3</c>.</param>
/// <param name="clock">Tells the time.</param>
/// <param name="logger">Hears of each step.</param>
/// <param name="references">Opens what requests refer to; null where none does.</param>
public sealed class ExtractTransformPipeline(
    IObjectStore store, IRecordSourceFactory sources, string tool, TimeProvider clock, ILogger logger, ReferenceFactory? references = null) : IExtractTransform
{
    private readonly ManifestStore _manifests = new(store);

    /// <inheritdoc/>
    public async Task<ExtractTransformOutcome> RunAsync(ExtractTransformRequest request, IRunProgress progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(progress);
        if (request.Dataset.AlwaysAnonymized.Except(request.Anonymize).Any() || (request.Anonymize.Count > 0 && request.Pepper is null))
            throw CtiException.Usage("settings", $"{request.Dataset.Name} keeps keyed hashes in place of values; set CTI_PEPPER, CTI_PEPPER_FILE or the key pepper in the settings.");
        long started = clock.GetTimestamp();
        DateTimeOffset startedAt = clock.GetUtcNow();
        IReadOnlyList<ObjectInfo> inputs = await new InputListing(store, logger).ResolveAsync(request, cancellationToken).ConfigureAwait(false);
        logger.InputsListed(inputs.Count, inputs.Sum(i => i.Size));
        ReferenceLookup lookup = new(request, references, logger);
        request = request with { ReferencesDigest = await lookup.DigestAsync(cancellationToken).ConfigureAwait(false) };
        string output = StoreUri.Parse(request.Output, "write").ToString().TrimEnd('/');
        ArrivedErasures erasures = await ArrivedErasures.ReadAsync(store, request, output, inputs, cancellationToken).ConfigureAwait(false);
        if (await new EarlierRun(store, logger).FindAsync(request, output, inputs, erasures, cancellationToken).ConfigureAwait(false) is var (place, earlier))
            return Reused(place, earlier);
        request = request with { Erasures = erasures.Keys };
        RunIdentity identity = RunIdentity.Of(request, inputs);
        RunLayout layout = new(output, identity.Key) { Shard = request.Shard };
        int firstInput = 0;
        if (request.Shard is { } shard)
        {
            (inputs, firstInput) = ShareOf(inputs, shard);
            erasures = erasures.Over(inputs);
        }

        ParquetWriterOptions parquet = ParquetOptions(request.Codec, tool);
        bool isRemote = layout.Output.Contains("://", StringComparison.Ordinal) || inputs.Any(i => i.Uri.Contains("://", StringComparison.Ordinal));
        MemoryPlan memory = MemoryPlan.For(request.Resources.MemoryBytes, request.Resources.Threads, isRemote);
        using ShardKeys? keys = request.Shard is null ? null : new ShardKeys(request.Dataset, firstInput, memory.DeduplicationBytes / 4, request.Resources.SpillFolder);
        memory = keys is null ? memory : memory with { DeduplicationBytes = memory.DeduplicationBytes * 3 / 4 };
        using Extractor extractor = new(request, inputs, erasures, memory, parquet with { CountDistinct = request is { Shard: null, DryRun: false } }) { Keys = keys };
        StartedAttempt mark = new(startedAt, request.Resources.MemoryBytes, request.Resources.Threads);
        Attempt? attempt = request.DryRun ? null : await Attempt.BeginAsync(store, layout.Attempt, layout.Run, mark, logger, cancellationToken).ConfigureAwait(false);
        DatasetSink? tables = request.DryRun ? null : new DatasetSink(store, layout, request.Dataset, parquet);
        RejectSink? quarantine = request.DryRun ? null : new RejectSink(store, layout);
        AnomalyWatch watch = new(store, layout.Output, request, logger);
        await using (watch.ConfigureAwait(false))
        await using (new Aborting(tables, quarantine, attempt).ConfigureAwait(false))
        {
            if (!request.DryRun)
                watch.Begin(cancellationToken);
            await ExtractAsync(request, inputs, lookup, extractor, tables, quarantine, progress, cancellationToken).ConfigureAwait(false);
            if (tables is null || quarantine is null)
                return Unwritten(identity, extractor, request.State is null ? GateMessage(request, extractor.Tally) : null);
            Manifest manifest = await CommitSinksAsync(request, identity, layout, extractor, tables, quarantine, cancellationToken).ConfigureAwait(false);
            manifest = manifest with { Timings = new ManifestTimings(startedAt, clock.GetElapsedTime(started).TotalSeconds, extractor.Clock.Seconds) };
            ExtractTransformOutcome outcome = await FinishAsync(request, layout, manifest, extractor, tables, watch, cancellationToken).ConfigureAwait(false);

            // The manifest, or the closed gate's rejects, first, then this look: an erasure that began before either is seen here, or sees them.
            if (!outcome.Reused && await erasures.HasNewAsync(inputs, cancellationToken).ConfigureAwait(false))
                await WithdrawAsync(layout, outcome, manifest, tables, cancellationToken).ConfigureAwait(false);
            return outcome;
        }
    }

    private (IReadOnlyList<ObjectInfo> Inputs, int First) ShareOf(IReadOnlyList<ObjectInfo> inputs, Shard shard)
    {
        if (inputs.Count > ShardKeys.MostInputs)
            throw CtiException.Usage("arguments", $"A run in shards has at most {ShardKeys.MostInputs} input objects, not {inputs.Count}: take fewer at a time.");
        (int first, int count) = ShardPlan.Of(inputs, shard).GetOffsetAndLength(inputs.Count);
        ObjectInfo[] share = [.. inputs.Skip(first).Take(count)];
        logger.ShardTaken(shard.Index, shard.Count, count, share.Sum(i => i.Size));
        return (share, first);
    }

    private async Task ExtractAsync(
        ExtractTransformRequest request,
        IReadOnlyList<ObjectInfo> inputs,
        ReferenceLookup lookup,
        Extractor extractor,
        DatasetSink? tables,
        RejectSink? quarantine,
        IRunProgress progress,
        CancellationToken cancellationToken)
    {
        if (request.Dataset.KeyPolicy is KeyPolicy.LastWins or KeyPolicy.NewestWins)
        {
            IRecordSource survey = Open(request, inputs);
            await using (survey.ConfigureAwait(false))
                await extractor.SurveyAsync(survey, cancellationToken).ConfigureAwait(false);
        }

        if (lookup.IsAsked)
        {
            IRecordSource survey = Open(request, inputs);
            await using (survey.ConfigureAwait(false))
                await lookup.ResolveAsync(await extractor.SurveyReferencesAsync(survey, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }

        IRecordSource source = Open(request, inputs);
        await using (source.ConfigureAwait(false))
        {
            progress.Begin("extract", (request.Replay?.Parts.SelectMany(p => p) ?? inputs).Sum(i => i.Size));
            await extractor.RunAsync(source, tables, quarantine, progress, cancellationToken).ConfigureAwait(false);
            extractor.Tally.NoteHeaders(source);
            progress.End();
        }
    }

    private IRecordSource Open(ExtractTransformRequest request, IReadOnlyList<ObjectInfo> inputs)
        => request.Replay is { } replay ? sources.OpenReplay(request.Dataset, replay) : sources.Open(request.Dataset, inputs);

    private async Task<Manifest> CommitSinksAsync(
        ExtractTransformRequest request, RunIdentity identity, RunLayout layout, Extractor extractor, DatasetSink tables, RejectSink quarantine, CancellationToken cancellationToken)
    {
        foreach ((string name, long records) in extractor.Tally.FilteredNames ?? new Dictionary<string, long>())
            logger.RecordsOfOtherType(name, records);
        await Task.WhenAll(quarantine.CommitAsync(cancellationToken), tables.CommitAsync(cancellationToken)).ConfigureAwait(false);
        ManifestKeys? keys = extractor.Keys is null ? null : await WriteKeysAsync(extractor.Keys, layout.Keys, cancellationToken).ConfigureAwait(false);
        extractor.Tally.CheckBalance(tables.Records, quarantine.Written.Parts.Sum(p => p.Records));
        return new Manifest
        {
            Tool = tool,
            Dataset = request.Dataset.Name,
            DatasetVersion = request.Dataset.Version,
            Run = layout.Run,
            Fingerprint = identity.Fingerprint,
            Options = RunIdentity.OptionsOf(request),
            // Of a replay, the objects of which something was taken again.
            Inputs = [.. extractor.Tally.Inputs.Where(i => request.Replay is null || i.Counts.Read > 0)],
            Outputs = tables.Parts,
            Counts = extractor.Tally.Total,
            FilteredNames = extractor.Tally.FilteredNames,
            Rejects = quarantine.Written with { ByReference = extractor.Tally.RejectedByReference },
            Parent = request.Replay is { Parents: [var parent] } ? parent : null,
            Parents = request.Replay is { Parents: { Count: > 1 } parents } ? parents : null,
            Keys = keys,
            Profile = request.Shard is null ? ProfileOf(request, tables, extractor) : null,
            Timings = new ManifestTimings(default, 0, extractor.Clock.Seconds),
        };
    }

    private static TableProfile[] ProfileOf(ExtractTransformRequest request, DatasetSink tables, Extractor extractor)
    {
        ILookup<string, ManifestOutput> parts = tables.Parts.ToLookup(p => p.Table);
        IReadOnlyList<IReadOnlyList<long>> distinct = extractor.Distinct();
        return [.. request.Dataset.Tables.Select((table, i) => RunProfile.TableOf(table, [.. parts[table.Name]], distinct.ElementAtOrDefault(i) is { Count: > 0 } counted ? counted : null))];
    }

    private async Task<ManifestKeys> WriteKeysAsync(ShardKeys keys, string uri, CancellationToken cancellationToken)
    {
        ObjectWriter writer = await store.CreateAsync(uri, cancellationToken).ConfigureAwait(false);
        await using (writer.ConfigureAwait(false))
            return await keys.WriteAsync(writer, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The gate, then the manifest: it is written last, and only where there is none.</summary>
    private async Task<ExtractTransformOutcome> FinishAsync(
        ExtractTransformRequest request, RunLayout layout, Manifest manifest, Extractor extractor, DatasetSink tables, AnomalyWatch watch, CancellationToken cancellationToken)
    {
        string? rejects = manifest.Rejects.Parts.Count > 0 ? layout.Rejects : null;
        manifest = await watch.JudgeAsync(manifest, cancellationToken).ConfigureAwait(false);
        string? gate = GateMessage(request, extractor.Tally) ?? watch.GateMessage(manifest);
        if (gate is not null && request.State is not null)
        {
            // What a closed gate left behind would be taken again by each later run, together with what is new.
            logger.GateWarning(gate);
        }
        else if (gate is { } reason)
        {
            await tables.RemoveAsync(cancellationToken).ConfigureAwait(false);
            FailedRun failed = new(manifest.Dataset, manifest.Run, reason, manifest.Counts, manifest.Inputs, manifest.Rejects, manifest.Anomalies);
            await _manifests.PutFailedAsync(layout.Failed, failed, cancellationToken).ConfigureAwait(false);
            return new ExtractTransformOutcome(manifest.Run, false, null, null, manifest.Counts, rejects, reason, extractor.Tally.TopReasons) { Refused = manifest };
        }

        await store.DeleteAsync(layout.Failed, cancellationToken).ConfigureAwait(false);
        if (!await _manifests.PutAsync(layout.Manifest, manifest, cancellationToken).ConfigureAwait(false))
        {
            // Somebody else finished the same run first: the files are the same bytes, the manifest that is there counts.
            Manifest? other = await _manifests.TryReadAsync(layout.Manifest, cancellationToken).ConfigureAwait(false);
            if (other?.Fingerprint == manifest.Fingerprint)
                return Reused(layout, other);
            if (other is { IsVoid: true })
                throw EarlierRun.GivenUp(request, layout);
            throw CtiException.Usage("write", $"The run key {manifest.Run} was taken by a run over other inputs or options meanwhile; give another --run-key, or none.");
        }

        logger.ManifestWritten(layout.Manifest);
        await watch.NoteAsync(manifest, cancellationToken).ConfigureAwait(false);
        return new ExtractTransformOutcome(manifest.Run, false, layout.Manifest, manifest, manifest.Counts, rejects, null, extractor.Tally.TopReasons);
    }

    /// <summary>Takes a run back that nobody was told of: it may hold persons whom an erasure looked for before the run was there.</summary>
    private async Task WithdrawAsync(RunLayout layout, ExtractTransformOutcome outcome, Manifest manifest, DatasetSink tables, CancellationToken cancellationToken)
    {
        await store.DeleteAsync(outcome.ManifestUri ?? layout.Failed, cancellationToken).ConfigureAwait(false);
        await tables.RemoveAsync(cancellationToken).ConfigureAwait(false);
        foreach (RejectPart part in manifest.Rejects.Parts)
            await store.DeleteAsync(part.Uri, cancellationToken).ConfigureAwait(false);
        throw CtiException.Transient("erase", $"An erasure began while run {layout.Run} was made, so the run was taken back; the next try erases its persons on the way in.");
    }

    private static ExtractTransformOutcome Reused(RunLayout layout, Manifest manifest)
        => new(manifest.Run, true, layout.Manifest, manifest, manifest.Counts, manifest.Rejects.Parts.Count > 0 ? layout.Rejects : null, null, []);

    private static ExtractTransformOutcome Unwritten(RunIdentity identity, Extractor extractor, string? gateMessage)
        => new(identity.Key, false, null, null, extractor.Tally.Total, null, gateMessage, extractor.Tally.TopReasons);

    private static string? GateMessage(ExtractTransformRequest request, RunTally tally)
    {
        const long LeastRecords = 1000;
        Counts counts = tally.Total;
        // What is missing elsewhere may still come: it says nothing about these records.
        long rejected = counts.Rejected - tally.RejectedByReference;
        double rate = counts.Read == 0 ? 0 : rejected / (double)counts.Read;
        if (counts.Read < LeastRecords || rate <= request.MaxRejectRate)
            return null;
        return FormattableString.Invariant(
            $"{rejected} of {counts.Read} records were rejected ({rate:P2}), more than --max-reject-rate {request.MaxRejectRate:P2} allows; {Consequence(request)}, the rejects say why.");
    }

    private static string Consequence(ExtractTransformRequest request) => request.State is null ? "nothing was committed" : "the run goes on, being incremental";

    /// <summary>How the Parquet files of a run are written.</summary>
    internal static ParquetWriterOptions ParquetOptions(string codec, string tool) => new() { Codec = CodecOf(codec), CreatedBy = tool.Replace(" ", " version ", StringComparison.Ordinal) };

    private static ParquetCodec CodecOf(string codec) => codec switch
    {
        "snappy" => ParquetCodec.Snappy,
        "gzip" => ParquetCodec.Gzip,
        "none" => ParquetCodec.None,
        _ => throw CtiException.Usage("settings", $"--codec {codec} is not known; expected snappy, gzip or none."),
    };
}
