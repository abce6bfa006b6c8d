using System.CommandLine;
using System.Globalization;
using Cti.Cli.Options;
using Cti.Cli.Settings;
using Cti.Cli.Tables;
using Cti.Pipelines.Quarantine;
using Cti.Telemetry;
using Cti.Warehouses;

namespace Cti.Cli;

/// <summary><c>cti quarantine inspect</c>: reasons with counts and examples, counts by source and by run.</summary>
internal sealed class QuarantineInspectVerb(Session session, IParts parts)
{
    public const string Name = "inspect";
    public const string Example = "cti quarantine inspect s3://staging/etl/_runs/events-2021-04-3f9c/rejects/";
    private const string Description = "Says what runs rejected and why: reasons, fields, examples, counts by source.";
    private const int DefaultExamples = 3;
    private const int DefaultCharacters = 120;

    private readonly Argument<string> _place = new("URI") { HelpName = "URI", Description = "A run's folder of rejects, a run's folder, or the output of many runs." };

    private readonly ChoiceOption<QuarantineView> _by = new(
        "--by", "A row a reason with its first example, a row an example, a row a source object, or a row a run.", QuarantineView.Reason);

    private readonly Option<int> _examples = new("--examples")
    {
        Description = "With --by example: how many of each reason, from 1.",
        HelpName = "N",
        DefaultValueFactory = _ => DefaultExamples,
    };

    private readonly Option<int> _characters = new("--raw")
    {
        Description = "Where the raw records are cut, in characters, from 0.",
        HelpName = "N",
        DefaultValueFactory = _ => DefaultCharacters,
    };

    private readonly AnswerOptions _answer = new();

    public Command Command()
    {
        var command = new VerbCommand(Name, Description, Example + "\ncti quarantine inspect ./cti-data --by source --format csv");
        AtLeast(_examples, 1);
        AtLeast(_characters, 0);
        command.Arguments.Add(_place);
        _by.AddTo(command);
        command.Options.Add(_examples);
        command.Options.Add(_characters);
        _answer.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        RunContext context = _answer.Context(session, parsed, new SettingsNeeds());
        QuarantineView view = _by.Value(parsed);
        int examples = view == QuarantineView.Example ? parsed.GetValue(_examples) : 1;
        QuarantineReport report = await new QuarantineInspection(parts.Store(context))
            .RunAsync(parsed.GetRequiredValue(_place), examples, parsed.GetValue(_characters), cancellationToken).ConfigureAwait(false);
        session.Logger.QuarantineInspected(report.Records, report.Files, report.Sources.Count);
        session.Print(QueryTableText.Lines(TableOf(report, view), _answer.Format(parsed)));
        return ExitCode.Done;
    }

    private static QueryTable TableOf(QuarantineReport report, QuarantineView view) => view switch
    {
        QuarantineView.Reason => new QueryTable(
            ["records", "field", "code", "message", "source", "line", "value", "raw"],
            [.. report.Reasons.Select(r => Row(r.Records, r.Field, r.Code, r.Message, r.Examples[0].Source, r.Examples[0].Line, r.Examples[0].Value, r.Examples[0].Raw))]),
        QuarantineView.Example => new QueryTable(
            ["field", "code", "source", "line", "value", "raw"],
            [.. report.Reasons.SelectMany(r => r.Examples.Select(e => Row(r.Field, r.Code, e.Source, e.Line, e.Value, e.Raw)))]),
        QuarantineView.Source => Counted("source", report.Sources),
        _ => Counted("rejects", report.Runs),
    };

    private static QueryTable Counted(string name, IEnumerable<QuarantineCount> counts) => new([name, "records"], [.. counts.Select(c => Row(c.Name, c.Records))]);

    private static object?[] Row(params object?[] values) => values;

    private static void AtLeast(Option<int> option, int least) => option.Validators.Add(result =>
    {
        if (result.Tokens is [var token] && !(int.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least))
        {
            result.AddError($"{option.Name} '{token.Value}' is no whole number from {least} on.");
        }
    });
}
