using System.CommandLine;
using Cti.Cli.Options;
using Cti.Cli.Settings;
using Cti.Pipelines;
using Cti.Pipelines.Quarantine;

namespace Cti.Cli;

/// <summary><c>cti quarantine replay</c>: the rejected rows of a run again, as a new run.</summary>
internal sealed class QuarantineReplayVerb(Session session, IParts parts)
{
    public const string Name = "replay";
    public const string Example = "cti quarantine replay s3://staging/etl/_runs/events-2021-04-3f9c/ --fixed corrected.jsonl";
    private const string Description = "Takes the rejected rows of a run again, as they are or as corrected, as a new run; the same again changes nothing.";
    private readonly DataVerbOptions _common = new();
    private readonly Argument<string> _place = new("URI") { HelpName = "URI", Description = "The run's manifest, its folder, or its folder of rejects." };

    private readonly Option<string?> _fixed = new("--fixed")
    {
        Description = "Corrected rows: JSON lines with source, line and raw, as the quarantine holds them. Rows that it does not name are taken as they are.",
        HelpName = "FILE.jsonl",
    };

    public Command Command()
    {
        var command = new DataVerbCommand(Name, Description, Example);
        command.Arguments.Add(_place);
        command.Options.Add(_fixed);
        _common.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using DataRun run = DataRun.Open(session, _common, parsed, dataset: null, pepper: false);
        CtiSettings settings = run.Context.Settings;
        ReplayPepper? pepper = settings.Pepper is { } key ? new ReplayPepper(key, settings.PepperVersion ?? ExtractOptions.FirstPepperVersion) : null;
        ExtractTransformRequest request = await new ReplayPlanner(parts.Store(run.Context))
            .PlanAsync(parsed.GetRequiredValue(_place), parsed.GetValue(_fixed), pepper, run.Context.Resources, cancellationToken).ConfigureAwait(false);
        session.Draft = session.Draft! with { Dataset = request.Dataset.Name };
        request = request with { RunKey = _common.Report.RunKey(parsed) };
        return run.EndExtract(await parts.ExtractTransform(run.Context).RunAsync(request, run.Progress, cancellationToken));
    }
}
