using System.CommandLine;
using Cti.Cli.Options;
using Cti.Cli.Settings;
using Cti.Cli.Tables;
using Cti.Failures;
using Cti.Records;
using Cti.Warehouses;

namespace Cti.Cli;

/// <summary><c>cti query</c>: one of the datasets' named queries, answered as a table, JSON or CSV.</summary>
internal sealed class QueryVerb(Session session, IParts parts)
{
    public const string Name = "query";
    public const string Description = "Runs one of the named analytics queries and prints its answer.";
    private readonly Argument<string> _name = new("NAME") { HelpName = "NAME", Description = "The query; cti query --help lists them." };
    private readonly WarehouseOption _warehouse = new(preset: null);
    private readonly ChoiceOption<Period> _by = new("--by", "The period that a query over time counts by.", Period.Month);
    private readonly AnswerOptions _answer = new();

    private static IEnumerable<(Dataset Dataset, NamedQuery Query)> All => DatasetCatalog.All.SelectMany(d => d.Queries, (d, q) => (d, q));

    public Command Command()
    {
        var command = new VerbCommand(
            Name,
            Description,
            "cti query number-of-events --by month --warehouse duckdb:./cti-data/warehouse.duckdb",
            [.. Listing()]);
        _name.CompletionSources.Add([.. All.Select(q => q.Query.Name)]);
        command.Arguments.Add(_name);
        _warehouse.AddTo(command);
        _by.AddTo(command);
        _answer.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        string name = parsed.GetRequiredValue(_name);
        (Dataset dataset, NamedQuery query) = All.FirstOrDefault(q => q.Query.Name == name);
        if (query is null)
        {
            throw Unknown(name);
        }

        RunContext context = _answer.Context(session, parsed, new SettingsNeeds(dataset));
        IWarehouse warehouse = parts.Warehouse(_warehouse.Value(parsed), context);
        await using (warehouse.ConfigureAwait(false))
        {
            QueryTable answer = await warehouse.QueryAsync(query, _by.Value(parsed).ToString().ToLowerInvariant(), cancellationToken).ConfigureAwait(false);
            session.Print(QueryTableText.Lines(answer, _answer.Format(parsed)));
            return ExitCode.Done;
        }
    }

    private CtiException Unknown(string name)
    {
        foreach (string line in Listing())
        {
            session.Host.Error.WriteLine(line);
        }

        string? nearest = NearestName.Of(name, All.Select(q => q.Query.Name));
        string advice = nearest is null ? $"known are {string.Join(", ", All.Select(q => q.Query.Name))}" : $"did you mean {nearest}?";
        return CtiException.Usage("query", $"There is no query '{name}': {advice}");
    }

    private static IEnumerable<string> Listing()
    {
        int width = All.Select(q => q.Query.Name.Length).DefaultIfEmpty(0).Max();
        foreach (IGrouping<string, NamedQuery> group in All.GroupBy(q => q.Dataset.Name, q => q.Query))
        {
            yield return $"Queries of {group.Key}:";
            foreach (NamedQuery query in group)
            {
                yield return $"  {query.Name.PadRight(width)}  {query.Summary}{(query.Periods ? " Takes --by." : string.Empty)}";
            }
        }
    }
}
