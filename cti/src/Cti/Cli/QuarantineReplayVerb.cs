using System.CommandLine;
using Cti.Cli.Options;
using Cti.Cli.Settings;
using Cti.Failures;
using Cti.Pipelines;
using Cti.Pipelines.Quarantine;
using Cti.Telemetry;

namespace Cti.Cli;

/// <summary><c>cti quarantine replay</c>: the rejected rows of a run again, as a new run.</summary>
internal sealed class QuarantineReplayVerb(Session session, IParts parts)
{
    public const string Name = "replay";
    public const string Example = "cti quarantine replay s3://staging/etl/_runs/events-2021-04-3f9c/ --fixed corrected.jsonl";
    private const string Description = "Takes the rejected rows of a run again, as they are or as corrected, as a new run; the same again changes nothing. "
        + "Of an output of many runs, the rows that only wait for what they refer to.";
    private readonly DataVerbOptions _common = new();
    private readonly Argument<string> _place = new("URI") { HelpName = "URI", Description = "A run's manifest, its folder, or its folder of rejects; or the --output of many runs: then what was rejected only for a customer or product, and no replay took since. Nothing came: exit 99." };

    private readonly Option<string?> _fixed = new("--fixed")
    {
        Description = "Corrected rows: JSON lines with source, line and raw, as the quarantine holds them. Rows that it does not name are taken as they are.",
        HelpName = "FILE.jsonl",
    };

    private readonly ReferencesOption _references = new("Default: where the run looked up that rejected the rows.");

    public Command Command()
    {
        var command = new DataVerbCommand(Name, Description, Example);
        command.Arguments.Add(_place);
        command.Options.Add(_fixed);
        _references.AddTo(command);
        _common.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using DataRun run = DataRun.Open(session, _common, parsed, dataset: null, pepper: false);
        CtiSettings settings = run.Context.Settings;
        ReplayPepper? pepper = settings.Pepper is { } key ? new ReplayPepper(key, settings.PepperVersion ?? ExtractOptions.FirstPepperVersion) : null;
        string place = parsed.GetRequiredValue(_place);
        WaitingRows? waiting = WaitingRowsPlanner.IsOutput(place) ? await WaitingAsync(parsed, run, pepper, cancellationToken).ConfigureAwait(false) : null;
        ExtractTransformRequest request = waiting?.Request ?? await RejectedAsync(parsed, run, pepper, cancellationToken).ConfigureAwait(false);
        session.Draft = session.Draft! with { Dataset = request.Dataset.Name };
        IExtractTransform extract = parts.ExtractTransform(run.Context);
        return run.EndExtract(await (waiting is { MayLeaveThem: true } ? new WaitingRowsReplay(extract) : extract).RunAsync(request, run.Progress, cancellationToken));
    }

    private async Task<WaitingRows> WaitingAsync(ParseResult parsed, DataRun run, ReplayPepper? pepper, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(_fixed) is not null)
            throw CtiException.Usage("arguments", "--fixed corrects the rejects of one run: name that run in place of an output of many.");
        WaitingRows waiting = await new WaitingRowsPlanner(parts.Store(run.Context))
            .PlanAsync(parsed.GetRequiredValue(_place), _references.Find(parsed), _common.Report.RunKey(parsed), pepper, run.Context.Resources, cancellationToken).ConfigureAwait(false);
        if (waiting.FurtherRuns > 0)
            run.Context.Logger.RowsWaitFurther(waiting.FurtherRuns);
        return waiting;
    }

    private async Task<ExtractTransformRequest> RejectedAsync(ParseResult parsed, DataRun run, ReplayPepper? pepper, CancellationToken cancellationToken)
    {
        ExtractTransformRequest request = await new ReplayPlanner(parts.Store(run.Context))
            .PlanAsync(parsed.GetRequiredValue(_place), parsed.GetValue(_fixed), pepper, run.Context.Resources, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<string> references = _references.Value(parsed, request.Dataset, request.Anonymize);
        return request with { RunKey = _common.Report.RunKey(parsed), References = references.Count > 0 ? references : request.References };
    }
}
