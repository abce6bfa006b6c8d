using Cti.Failures;
using Cti.Manifests;
using Cti.ObjectStores;
using Cti.Parquet;
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
public sealed class ExtractTransformPipeline(IObjectStore store, IRecordSourceFactory sources, string tool, TimeProvider clock, ILogger logger) : IExtractTransform
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
        RunIdentity identity = RunIdentity.Of(request, inputs);
        RunLayout layout = new(StoreUri.Parse(request.Output, "write").ToString().TrimEnd('/'), identity.Key);
        if (await FindEarlierAsync(layout, identity, request.DryRun, cancellationToken).ConfigureAwait(false) is { } earlier)
            return Reused(layout, earlier);

        ParquetWriterOptions parquet = new() { Codec = CodecOf(request.Codec), CreatedBy = tool.Replace(" ", " version ", StringComparison.Ordinal) };
        bool isRemote = layout.Output.Contains("://", StringComparison.Ordinal) || inputs.Any(i => i.Uri.Contains("://", StringComparison.Ordinal));
        MemoryPlan memory = MemoryPlan.For(request.Resources.MemoryBytes, request.Resources.Threads, isRemote);
        using Extractor extractor = new(request, inputs, memory, parquet);
        StartedAttempt mark = new(startedAt, request.Resources.MemoryBytes, request.Resources.Threads);
        Attempt? attempt = request.DryRun ? null : await Attempt.BeginAsync(store, layout.Attempt, layout.Run, mark, logger, cancellationToken).ConfigureAwait(false);
        DatasetSink? tables = request.DryRun ? null : new DatasetSink(store, layout, request.Dataset, parquet);
        RejectSink? quarantine = request.DryRun ? null : new RejectSink(store, layout);
        await using (new Aborting(tables, quarantine, attempt).ConfigureAwait(false))
        {
            await ExtractAsync(request, inputs, extractor, tables, quarantine, progress, cancellationToken).ConfigureAwait(false);
            if (tables is null || quarantine is null)
                return Unwritten(identity, extractor, request.State is null ? GateMessage(request, extractor.Tally.Total) : null);
            Manifest manifest = await CommitSinksAsync(request, identity, layout, extractor, tables, quarantine, cancellationToken).ConfigureAwait(false);
            manifest = manifest with { Timings = new ManifestTimings(startedAt, clock.GetElapsedTime(started).TotalSeconds, extractor.Clock.Seconds) };
            return await FinishAsync(request, layout, manifest, extractor, tables, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The run's manifest, if it was done before and its parts are all there.</summary>
    private async Task<Manifest?> FindEarlierAsync(RunLayout layout, RunIdentity identity, bool isDryRun, CancellationToken cancellationToken)
    {
        Manifest? earlier = await _manifests.TryReadAsync(layout.Manifest, cancellationToken).ConfigureAwait(false);
        if (earlier is null || isDryRun)
            return null;
        if (earlier.Fingerprint != identity.Fingerprint)
        {
            throw CtiException.Usage(
                "settings",
                $"The run key {identity.Key} was used before for other inputs or options ({layout.Manifest}); give another --run-key, or none.");
        }

        foreach (ManifestOutput part in earlier.Outputs)
        {
            ObjectInfo? found = await store.StatAsync(part.Uri, cancellationToken).ConfigureAwait(false);
            if (found?.Size != part.Bytes)
            {
                logger.PartMissing(part.Uri, layout.Run);
                return null;
            }
        }

        logger.RunReused(layout.Run, layout.Manifest);
        return earlier;
    }

    private async Task ExtractAsync(
        ExtractTransformRequest request,
        IReadOnlyList<ObjectInfo> inputs,
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

        IRecordSource source = Open(request, inputs);
        await using (source.ConfigureAwait(false))
        {
            progress.Begin("extract", (request.Replay?.Parts ?? inputs).Sum(i => i.Size));
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
        await quarantine.CommitAsync(cancellationToken).ConfigureAwait(false);
        foreach ((string name, long records) in extractor.Tally.FilteredNames ?? new Dictionary<string, long>())
            logger.RecordsOfOtherType(name, records);
        await tables.CommitAsync(cancellationToken).ConfigureAwait(false);
        extractor.Tally.CheckBalance(tables.Records, quarantine.Written.Parts.Sum(p => p.Records));
        return new Manifest
        {
            Tool = tool,
            Dataset = request.Dataset.Name,
            DatasetVersion = request.Dataset.Version,
            Run = layout.Run,
            Fingerprint = identity.Fingerprint,
            Options = RunIdentity.OptionsOf(request),
            Inputs = extractor.Tally.Inputs,
            Outputs = tables.Parts,
            Counts = extractor.Tally.Total,
            FilteredNames = extractor.Tally.FilteredNames,
            Rejects = quarantine.Written,
            Parent = request.Replay?.Parent,
            Timings = new ManifestTimings(default, 0, extractor.Clock.Seconds),
        };
    }

    /// <summary>The gate, then the manifest: it is written last, and only where there is none.</summary>
    private async Task<ExtractTransformOutcome> FinishAsync(
        ExtractTransformRequest request, RunLayout layout, Manifest manifest, Extractor extractor, DatasetSink tables, CancellationToken cancellationToken)
    {
        string? rejects = manifest.Rejects.Parts.Count > 0 ? layout.Rejects : null;
        string? gate = GateMessage(request, manifest.Counts);
        if (gate is not null && request.State is not null)
        {
            // What a closed gate left behind would be taken again by each later run, together with what is new.
            logger.GateWarning(gate);
        }
        else if (gate is { } reason)
        {
            await tables.RemoveAsync(cancellationToken).ConfigureAwait(false);
            FailedRun failed = new(manifest.Dataset, manifest.Run, reason, manifest.Counts, manifest.Inputs, manifest.Rejects);
            await _manifests.PutFailedAsync(layout.Failed, failed, cancellationToken).ConfigureAwait(false);
            return new ExtractTransformOutcome(manifest.Run, false, null, null, manifest.Counts, rejects, reason, extractor.Tally.TopReasons);
        }

        await store.DeleteAsync(layout.Failed, cancellationToken).ConfigureAwait(false);
        if (!await _manifests.PutAsync(layout.Manifest, manifest, cancellationToken).ConfigureAwait(false))
        {
            // Somebody else finished the same run first: the files are the same bytes, the manifest that is there counts.
            Manifest? other = await _manifests.TryReadAsync(layout.Manifest, cancellationToken).ConfigureAwait(false);
            if (other?.Fingerprint == manifest.Fingerprint)
                return Reused(layout, other);
            throw CtiException.Usage("write", $"The run key {manifest.Run} was taken by a run over other inputs or options meanwhile; give another --run-key, or none.");
        }

        logger.ManifestWritten(layout.Manifest);
        return new ExtractTransformOutcome(manifest.Run, false, layout.Manifest, manifest, manifest.Counts, rejects, null, extractor.Tally.TopReasons);
    }

    private static ExtractTransformOutcome Reused(RunLayout layout, Manifest manifest)
        => new(manifest.Run, true, layout.Manifest, manifest, manifest.Counts, manifest.Rejects.Parts.Count > 0 ? layout.Rejects : null, null, []);

    private static ExtractTransformOutcome Unwritten(RunIdentity identity, Extractor extractor, string? gateMessage)
        => new(identity.Key, false, null, null, extractor.Tally.Total, null, gateMessage, extractor.Tally.TopReasons);

    private static string? GateMessage(ExtractTransformRequest request, Counts counts)
    {
        const long LeastRecords = 1000;
        double rate = counts.Read == 0 ? 0 : counts.Rejected / (double)counts.Read;
        if (counts.Read < LeastRecords || rate <= request.MaxRejectRate)
            return null;
        return FormattableString.Invariant(
            $"{counts.Rejected} of {counts.Read} records were rejected ({rate:P2}), more than --max-reject-rate {request.MaxRejectRate:P2} allows; {Consequence(request)}, the rejects say why.");
    }

    private static string Consequence(ExtractTransformRequest request) => request.State is null ? "nothing was committed" : "the run goes on, being incremental";

    private static ParquetCodec CodecOf(string codec) => codec switch
    {
        "snappy" => ParquetCodec.Snappy,
        "gzip" => ParquetCodec.Gzip,
        "none" => ParquetCodec.None,
        _ => throw CtiException.Usage("settings", $"--codec {codec} is not known; expected snappy, gzip or none."),
    };
}
