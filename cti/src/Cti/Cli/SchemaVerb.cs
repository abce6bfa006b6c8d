using System.CommandLine;
using Cti.Cli.Schemas;
using Cti.Failures;
using Cti.Records;
using Cti.Warehouses;

namespace Cti.Cli;

/// <summary><c>cti schema</c>: a dataset's tables as DDL or JSON Schema, or the JSON Schema of a document.</summary>
internal sealed class SchemaVerb(Session session)
{
    public const string Name = "schema";
    public const string Description = "Prints a dataset's tables as DDL or JSON Schema, or the JSON Schema of a document this program reads or writes.";
    private readonly Argument<string> _subject = new("NAME")
    {
        HelpName = "NAME",
        Description = $"A dataset ({string.Join(", ", DatasetCatalog.All.Select(d => d.Name))}) or a document ({string.Join(", ", SchemaCatalog.Names)}).",
    };

    private readonly Option<string?> _target = new("--for")
    {
        Description = $"For a dataset: {string.Join(", ", TableSchemas.Targets)}.",
        HelpName = "TARGET",
    };

    public Command Command()
    {
        var command = new VerbCommand(
            Name,
            Description,
            "cti schema events --for redshift\ncti schema settings");
        _subject.CompletionSources.Add([.. DatasetCatalog.All.Select(d => d.Name), .. SchemaCatalog.Names]);
        _target.CompletionSources.Add([.. TableSchemas.Targets]);
        command.Arguments.Add(_subject);
        command.Options.Add(_target);
        command.SetAction(Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        string subject = parsed.GetRequiredValue(_subject);
        string? target = parsed.GetValue(_target);
        string text = (DatasetCatalog.Find(subject), SchemaCatalog.Names.Contains(subject)) switch
        {
            ({ } dataset, _) => TableSchemas.Write(dataset, Target(dataset, target), TableNaming.Default),
            (_, true) when target is null => SchemaCatalog.Read(subject),
            (_, true) => throw CtiException.Usage("arguments", $"--for goes with a dataset; {subject} has one schema only: leave --for out."),
            _ => throw CtiException.Usage("arguments", $"There is no schema '{subject}': datasets are {string.Join(", ", DatasetCatalog.All.Select(d => d.Name))}, documents {string.Join(", ", SchemaCatalog.Names)}."),
        };
        session.Print([text.TrimEnd('\n')]);
        return ExitCode.Done;
    }

    private static string Target(Dataset dataset, string? target) =>
        target is not null && TableSchemas.Targets.Contains(target)
            ? target
            : throw CtiException.Usage("arguments", $"{(target is null ? $"The schema of {dataset.Name} needs --for" : $"There is no target '{target}'")}: one of {string.Join(", ", TableSchemas.Targets)}.");
}
