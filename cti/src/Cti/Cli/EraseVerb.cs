using System.CommandLine;
using Cti.Cli.Options;
using Cti.Cli.Settings;
using Cti.Pipelines.Erasure;
using Cti.Records.ErasureRequests;
using Cti.Warehouses;

namespace Cti.Cli;

/// <summary><c>cti erase</c>: persons are erased wherever the tool has put them, with a proof.</summary>
internal sealed class EraseVerb(Session session, IParts parts)
{
    public const string Name = "erase";
    public const string Description = "Carries erasure requests out in files, quarantine, archive and warehouse, with a proof; again it changes nothing.";
    private readonly DataVerbOptions _common = new();
    private readonly WarehouseOption _warehouse = new(preset: null);

    private readonly Option<string[]> _requests = new("--requests")
    {
        Description = "Erasure requests, JSON with customer-id, email or both: paths, globs, folders, s3:// URIs. Their files are deleted after the proof.",
        HelpName = "URI",
        Required = true,
        AllowMultipleArgumentsPerToken = true,
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string> _output = new("--output") { Description = "The folder or s3://bucket/prefix that runs were written to.", HelpName = "URI", Required = true };
    private readonly Option<string?> _archive = new("--archive") { Description = "An archive of inputs, searched as a whole: raw objects there are rewritten in place. What runs say they archived is searched without it.", HelpName = "URI" };

    private readonly Option<bool> _keep = new("--keep-requests") { Description = "Leave the request files: another output or warehouse is still to be erased in." };

    public Command Command()
    {
        var command = new DataVerbCommand(Name, Description, "cti erase --requests s3://raw/date=2021-04-01/ --output s3://staging/etl --archive s3://archive --warehouse redshift");
        command.Options.Add(_requests);
        command.Options.Add(_output);
        command.Options.Add(_archive);
        _warehouse.AddTo(command);
        command.Options.Add(_keep);
        _common.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using DataRun run = DataRun.Open(session, _common, parsed, new ErasureRequestsDataset(), pepper: true);
        session.Draft = session.Draft! with { Dataset = run.Dataset.Name };
        CtiSettings settings = run.Context.Settings;
        string name = _warehouse.Value(parsed);
        IWarehouse warehouse = parts.Warehouse(name, run.Context);
        run.NoteWarehouse(name);
        await using (warehouse.ConfigureAwait(false))
        {
            var request = new ErasureRequest
            {
                Requests = parsed.GetRequiredValue(_requests),
                Output = parsed.GetRequiredValue(_output),
                Archive = parsed.GetValue(_archive),
                KeepRequests = parsed.GetValue(_keep),
                Pepper = settings.Pepper!,
                PepperVersion = settings.PepperVersion ?? ExtractOptions.FirstPepperVersion,
                RunKey = _common.Report.RunKey(parsed),
                Resources = run.Context.Resources,
            };
            return run.EndErase(await parts.Erasure(warehouse, run.Context).RunAsync(request, run.Progress, cancellationToken).ConfigureAwait(false));
        }
    }
}
