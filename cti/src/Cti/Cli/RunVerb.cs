using System.CommandLine;
using Cti.Cli.Options;
using Cti.Pipelines;
using Cti.Warehouses;

namespace Cti.Cli;

/// <summary><c>cti run</c>: extract-transform and load in one process.</summary>
internal sealed class RunVerb
{
    public const string Name = "run";
    public const string Description = "Extract-transform and load in one process.";
    private const string DefaultOutput = "./cti-data";
    private const string DefaultWarehouse = "duckdb:./cti-data/warehouse.duckdb";
    private readonly Session _session;
    private readonly IParts _parts;
    private readonly DataVerbOptions _common = new();
    private readonly ExtractOptions _extract;
    private readonly LoadOptions _load;
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Read and judge everything, write and load nothing." };

    public RunVerb(Session session, IParts parts)
    {
        (_session, _parts) = (session, parts);
        var month = new MonthOption("Keep only this month; other rows count as filtered. With --mode replace, the month that is replaced.");
        _extract = new ExtractOptions(DefaultOutput, month);
        _load = new LoadOptions(DefaultWarehouse, month);
    }

    public Command Command()
    {
        var command = new DataVerbCommand(
            Name,
            Description,
            "cti run --dataset events --month 2021-04 --input cti/samples/events");
        _common.AddDatasetTo(command);
        _extract.AddTo(command);
        _load.AddTo(command);
        command.Options.Add(_dryRun);
        _common.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using DataRun run = DataRun.Open(_session, _common, parsed, dataset => _extract.Anonymizes(parsed, dataset));
        ExtractTransformRequest request = _extract.Request(
            parsed, run.Dataset, run.Context.Settings, run.Context.Resources, parsed.GetValue(_dryRun), _common.Report.RunKey(parsed));
        // Made before the work: what is wrong with the warehouse's name or settings must not wait for its end.
        IWarehouse warehouse = _parts.Warehouse(_load.Warehouse(parsed), run.Context);
        run.NoteWarehouse(_load.Warehouse(parsed));
        await using (warehouse.ConfigureAwait(false))
        {
            ExtractTransformOutcome extract = await _parts.ExtractTransform(run.Context).RunAsync(request, run.Progress, cancellationToken).ConfigureAwait(false);
            await using IRunCompletion? completion = extract.Completion;
            if (extract.ManifestUri is not { } manifest)
            {
                return run.EndExtract(extract);
            }

            run.Note(extract);
            var load = new LoadPipelineRequest
            {
                Dataset = run.Dataset,
                Inputs = [manifest],
                Mode = _load.Mode(parsed),
                Month = _load.ReplacedMonth(parsed),
                Create = _load.Create(parsed),
            };
            LoadOutcome outcome = await _parts.Load(warehouse, run.Context).RunAsync(load, run.Progress, cancellationToken).ConfigureAwait(false);
            if (completion is not null)
            {
                // After the load: an object that is noted as taken is never read again, so its rows must be in the warehouse by then.
                await completion.CompleteAsync(cancellationToken).ConfigureAwait(false);
            }

            return run.EndRun(extract, outcome);
        }
    }
}
