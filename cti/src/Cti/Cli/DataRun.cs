using System.CommandLine;
using System.Globalization;
using Cti.Cli.Options;
using Cti.Cli.Progress;
using Cti.Cli.Resources;
using Cti.Cli.Results;
using Cti.Cli.Settings;
using Cti.Manifests;
using Cti.Pipelines;
using Cti.Pipelines.Erasure;
using Cti.Records;
using Cti.Telemetry;
using Cti.Warehouses;

namespace Cti.Cli;

/// <summary>A data verb at work: from options and settings to a context, and from outcomes to the result.</summary>
internal sealed class DataRun : IDisposable
{
    private const int MostFaults = 5;
    private readonly Session _session;
    private readonly ProgressDisplay _display;

    private readonly Dataset? _dataset;

    private DataRun(Session session, Dataset? dataset, RunContext context, ProgressDisplay display)
    {
        (_session, _dataset, Context, _display) = (session, dataset, context, display);
        session.Progress = display;
    }

    public Dataset Dataset => _dataset ?? throw new InvalidOperationException("This verb learns its dataset from a manifest.");

    public RunContext Context { get; }

    public IRunProgress Progress => new ObservedProgress(_display.Progress, _session.Observers);

    /// <summary>Checks everything that can be checked before the work.</summary>
    /// <param name="session">The call.</param>
    /// <param name="options">The options of all data verbs.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="pepper">Whether values of that dataset are hashed.</param>
    public static DataRun Open(Session session, DataVerbOptions options, ParseResult parsed, Predicate<Dataset> pepper)
    {
        Dataset dataset = options.Dataset.Value(parsed);
        return Open(session, options, parsed, dataset, pepper(dataset));
    }

    /// <summary>The same where the dataset is known already, or is none: then a manifest will tell it.</summary>
    public static DataRun Open(Session session, DataVerbOptions options, ParseResult parsed, Dataset? dataset, bool pepper)
    {
        session.CheckResultFile();
        CtiSettings settings = session.ReadSettings(options.Settings.File(parsed), new SettingsNeeds(dataset, pepper));
        RunResources resources = options.Resources.Decide(parsed, new ResourcePlan(session.Host.Machine, session.Host.Environment), settings.Cpus);
        if (session.Host.Machine.IsMemory(resources.SpillFolder))
        {
            session.Logger.SpillFolderIsMemory(resources.SpillFolder);
        }

        session.Logger.RunBegins(parsed.CommandResult.Command.Name, dataset?.Name ?? "(of the run)", resources.MemoryBytes / 1_000_000, resources.Threads, resources.SpillFolder);
        var display = ProgressDisplay.Of(options.Report.Progress(parsed), session.Host, session.Logger, session.LogFormat);
        return new DataRun(session, dataset, new RunContext(settings, resources, session.Observers.Listen(session.Logger)), display);
    }

    /// <summary>Notes where it will load, for those who are told of the run.</summary>
    public void NoteWarehouse(string warehouse) =>
        _session.Report(report => report with { Warehouse = WarehouseLineage.Of(warehouse, Context.Settings, _session.Host.Environment) });

    /// <summary>Notes what the extract gave; a load that fails after it still reports it.</summary>
    public VerbResult Note(ExtractTransformOutcome outcome)
    {
        VerbResult draft = _session.Draft! with
        {
            Run = outcome.Run,
            Reused = outcome.Reused,
            Manifest = outcome.ManifestUri,
            Counts = outcome.Counts,
            Outputs = ResultOutput.Of(outcome.Manifest),
            Rejects = outcome.RejectsUri,
            Anomalies = (outcome.Manifest ?? outcome.Refused)?.Anomalies,
        };
        _session.Draft = draft;
        _session.Report(report => RunReports.Extracted(report, outcome));
        _session.NameRun(outcome.Run);
        return draft;
    }

    /// <summary>Ends a verb with what the extract gave, the gate included.</summary>
    public int EndExtract(ExtractTransformOutcome outcome)
    {
        VerbResult result = Note(outcome);
        Show(outcome.Counts, outcome.TopRejects, []);
        if (outcome.GateMessage is { } closed)
        {
            VerbResult refused = result with { Status = ResultStatus.Refused, Error = new ResultError("gate", "quality-gate", closed) };
            return _session.End(ExitCode.QualityGate, refused, closed);
        }

        return _session.End(ExitCode.Done, result, ExtractSentence(outcome) + ".");
    }

    /// <summary>Ends a load, or its dry run.</summary>
    public int EndLoad(LoadOutcome outcome, bool isDryRun)
    {
        _session.Report(report => RunReports.Loaded(report, outcome));
        LoadSource? only = outcome.Runs.Count == 1 ? outcome.Runs[0] : null;
        VerbResult result = _session.Draft! with
        {
            Run = only?.Manifest.Run,
            Reused = outcome.Loads.Count > 0 && outcome.Loads.All(l => l.AlreadyLoaded),
            Manifest = only?.Uri,
            Manifests = only is null ? [.. outcome.Runs.Select(s => s.Uri)] : null,
            Counts = outcome.Runs.Select(s => s.Manifest.Counts).Aggregate(Counts.Add),
            Outputs = [.. outcome.Runs.SelectMany(s => ResultOutput.Of(s.Manifest))],
            Rejects = only is { Manifest.Rejects: { Parts.Count: > 0, Uri: var rejects } } ? rejects : null,
        };
        if (!isDryRun)
        {
            Show(null, [], outcome.Loads);
            return _session.End(ExitCode.Done, result with { Load = outcome.Loads }, LoadSentence(outcome.Loads));
        }

        foreach (string statement in outcome.Sql)
        {
            Context.Logger.PlannedStatement(statement);
        }

        return _session.End(ExitCode.Done, result with { Sql = outcome.Sql }, Invariant($"Dry run: {outcome.Sql.Count} statements would run, nothing was changed."));
    }

    /// <summary>Ends an extract with its load.</summary>
    public int EndRun(ExtractTransformOutcome extract, LoadOutcome load)
    {
        _session.Report(report => RunReports.Loaded(report, load));
        Show(extract.Counts, extract.TopRejects, load.Loads);
        return _session.End(ExitCode.Done, Note(extract) with { Load = load.Loads }, $"{ExtractSentence(extract)}; {LoadSentence(load.Loads)}");
    }

    /// <summary>Ends an erasure; requests that could not be read close the gate, after all others were carried out.</summary>
    public int EndErase(ErasureOutcome outcome)
    {
        _session.NameRun(outcome.Key);
        VerbResult result = _session.Draft! with
        {
            Run = outcome.Key,
            Reused = outcome.Reused,
            Proof = outcome.ProofUri,
            Counts = new Counts { Read = outcome.Requests, Written = outcome.Requests - outcome.Faults.Count, Rejected = outcome.Faults.Count },
        };
        _display.Dispose();
        string done = outcome.Reused
            ? $"Erasure {outcome.Key} had been carried out already, nothing was changed"
            : Invariant($"Erasure {outcome.Key}: {outcome.Requests:N0} requests about {outcome.Persons:N0} persons, {outcome.Rows:N0} rows erased in {outcome.Places:N0} places");
        if (outcome.Faults.Count == 0)
            return _session.End(ExitCode.Done, result, done + ".");
        string faults = $"{done}; {outcome.Faults.Count} requests cannot be carried out, and their files were kept: {string.Join("; ", outcome.Faults.Take(MostFaults))}. Correct them and erase again.";
        return _session.End(ExitCode.QualityGate, result with { Status = ResultStatus.Refused, Error = new ResultError("gate", "quality-gate", faults) }, faults);
    }

    public void Dispose() => _display.Dispose();

    private void Show(Counts? counts, IReadOnlyList<RejectReason> rejects, IReadOnlyList<TableLoad> loads)
    {
        _display.Dispose();
        RunSummary.Show(_display.IsForPeople ? _session.Host.Error : null, Context.Logger, counts, rejects, loads);
    }

    private static string ExtractSentence(ExtractTransformOutcome outcome) => outcome.Reused
        ? Invariant($"Run {outcome.Run} was complete already, nothing was rewritten")
        : Invariant($"Run {outcome.Run} read {outcome.Counts.Read:N0} records and wrote {outcome.Counts.Written:N0}; {outcome.Counts.Duplicates:N0} duplicates, {outcome.Counts.Filtered:N0} filtered, {outcome.Counts.Rejected:N0} rejected");

    private static string LoadSentence(IReadOnlyList<TableLoad> loads) => string.Join("; ", loads.Select(LoadClause)) + ".";

    private static string LoadClause(TableLoad load) => load.AlreadyLoaded
        ? $"{load.Table} had been loaded into {load.Warehouse} already"
        : Invariant($"{load.Table} in {load.Warehouse}: {load.Inserted:N0} inserted, {load.Updated:N0} updated, {load.Ignored:N0} ignored");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
