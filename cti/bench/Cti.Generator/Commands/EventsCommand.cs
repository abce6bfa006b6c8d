using System.CommandLine;
using System.Globalization;
using Cti.Generator.Events;
using Cti.Generator.Output;

namespace Cti.Generator.Commands;

/// <summary><c>events</c>: a month of user events.</summary>
internal sealed class EventsCommand
{
    private static readonly EventsOptions Defaults = new() { Rows = 0 };

    private readonly OutputOptions _output = new();
    private readonly Option<DateOnly> _month = new("--month")
    {
        Description = "The month of the file, as 2021-04.",
        DefaultValueFactory = _ => Defaults.Month,
        CustomParser = result => ParseMonth(result.Tokens[0].Value),
    };

    private readonly Option<long> _people = new("--people") { Description = "Different e-mail addresses.", DefaultValueFactory = _ => Defaults.People };
    private readonly Option<FileInfo?> _expected = new("--expected") { Description = "A CSV file for the rows that must be written, in order and in normal form." };
    private readonly Option<double> _duplicates = GenerationOptions.Rate("--duplicates", "Repeats of an earlier row.", Defaults.Duplicates);
    private readonly Option<double> _clashes = GenerationOptions.Rate("--clashes", "Rows with an earlier id and other content.", Defaults.Clashes);
    private readonly Option<double> _abb = GenerationOptions.Rate("--abb", "Clashes whose row comes again: [A, B, B].", Defaults.Abb);
    private readonly Option<double> _badEmails = GenerationOptions.Rate("--bad-emails", "Of the new rows: a bad e-mail address.", Defaults.BadEmails);
    private readonly Option<double> _badRows = GenerationOptions.Rate("--bad-rows", "Of the new rows: one other fault.", Defaults.BadRows);
    private readonly Option<double> _otherMonths = GenerationOptions.Rate("--other-months", "Of the new rows: another month.", Defaults.OtherMonths);
    private readonly Option<double> _quirks = GenerationOptions.Rate("--quirks", "Of the new rows: a rarer form.", Defaults.Quirks);
    private readonly Option<double> _noise = GenerationOptions.Rate("--noise", "Of the repeats: equal only in normal form.", Defaults.Noise);

    private EventsCommand()
    {
    }

    /// <summary>The command.</summary>
    public static Command Create()
    {
        EventsCommand events = new();
        Command command = new("events", "A month of user events. Example: events --rows 2000000 --output events.csv --truth truth.json")
        {
            events._month, events._people, events._expected, events._duplicates, events._clashes, events._abb,
            events._badEmails, events._badRows, events._otherMonths, events._quirks, events._noise,
        };
        events._output.AddTo(command);
        command.SetAction((parsed, cancellation) => Task.FromResult(events.Run(parsed, cancellation)));
        return command;
    }

    private int Run(ParseResult parsed, CancellationToken cancellation)
    {
        EventsOptions options = new()
        {
            Rows = parsed.GetValue(_output.Rows),
            Seed = parsed.GetValue(_output.Seed),
            Month = parsed.GetValue(_month),
            People = parsed.GetValue(_people),
            Duplicates = parsed.GetValue(_duplicates),
            Clashes = parsed.GetValue(_clashes),
            Abb = parsed.GetValue(_abb),
            BadEmails = parsed.GetValue(_badEmails),
            BadRows = parsed.GetValue(_badRows),
            OtherMonths = parsed.GetValue(_otherMonths),
            Quirks = parsed.GetValue(_quirks),
            Noise = parsed.GetValue(_noise),
        };
        return _output.Run(parsed, options.Violations(), writer => Generate(options, writer, parsed.GetValue(_expected), cancellation));
    }

    private static Truth Generate(EventsOptions options, CsvRowWriter writer, FileInfo? expected, CancellationToken cancellation)
    {
        using CsvRowWriter? rows = expected is null ? null : new CsvRowWriter(OutputOptions.Create(expected), new CsvForm());
        return EventsGenerator.Generate(options, writer, rows, cancellation);
    }

    // What is no month becomes a day that is no first one, which the options' own check refuses with the rest.
    private static DateOnly ParseMonth(string text) =>
        DateOnly.TryParseExact(text + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day) ? day : new DateOnly(1, 1, 2);
}
