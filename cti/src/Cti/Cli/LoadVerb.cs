using System.CommandLine;
using Cti.Cli.Options;
using Cti.Pipelines;
using Cti.Warehouses;

namespace Cti.Cli;

/// <summary><c>cti load</c>: what manifests list goes into a warehouse, exactly once.</summary>
internal sealed class LoadVerb
{
    public const string Name = "load";
    public const string Description = "Loads what manifests list into the warehouse, one transaction a manifest; loading it again changes nothing.";
    private readonly Session _session;
    private readonly IParts _parts;
    private readonly DataVerbOptions _common = new();
    private readonly MonthOption _month = new("With --mode replace: replace this month's rows only.");
    private readonly LoadOptions _load;
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Print the SQL on standard error and in the result, change nothing." };

    private readonly Option<string[]> _input = new("--input")
    {
        Description = "Manifests of extract-transform, several are allowed: paths or s3:// URIs. Of a run in shards: those of all, or its folder _runs/KEY/.",
        HelpName = "MANIFEST",
        Required = true,
        AllowMultipleArgumentsPerToken = true,
        Arity = ArgumentArity.OneOrMore,
    };

    public LoadVerb(Session session, IParts parts)
    {
        (_session, _parts) = (session, parts);
        _load = new LoadOptions(defaultWarehouse: null, _month);
    }

    public Command Command()
    {
        var command = new DataVerbCommand(
            Name,
            Description,
            "cti load --dataset events --input s3://staging/etl/_runs/events-2021-04-3f9c/manifest.json --warehouse duckdb:./warehouse.duckdb");
        _common.AddDatasetTo(command);
        command.Options.Add(_input);
        _load.AddTo(command);
        _month.AddTo(command);
        command.Options.Add(_dryRun);
        _common.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using DataRun run = DataRun.Open(_session, _common, parsed, _ => false);
        IWarehouse warehouse = _parts.Warehouse(_load.Warehouse(parsed), run.Context);
        run.NoteWarehouse(_load.Warehouse(parsed));
        await using (warehouse.ConfigureAwait(false))
        {
            var request = new LoadPipelineRequest
            {
                Dataset = run.Dataset,
                Inputs = parsed.GetRequiredValue(_input),
                RunKey = _common.Report.RunKey(parsed),
                Mode = _load.Mode(parsed),
                Month = _month.Value(parsed),
                Create = _load.Create(parsed),
                DryRun = parsed.GetValue(_dryRun),
            };
            LoadOutcome outcome = await _parts.Load(warehouse, run.Context).RunAsync(request, run.Progress, cancellationToken).ConfigureAwait(false);
            return run.EndLoad(outcome, request.DryRun);
        }
    }
}
