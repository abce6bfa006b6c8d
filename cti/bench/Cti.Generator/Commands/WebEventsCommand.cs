using System.CommandLine;
using Cti.Generator.WebEvents;

namespace Cti.Generator.Commands;

/// <summary><c>web-events</c>: events of Segment as Firehose stores them.</summary>
internal static class WebEventsCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        WebEventsOptions defaults = new() { Rows = 0 };
        GenerationOptions generation = new();
        Option<long> rows = new("--rows") { Required = true, Description = "Events, repeats included." };
        Option<int> objectRows = new("--object-rows") { Description = "Events an object.", DefaultValueFactory = _ => defaults.RowsAnObject };
        Option<double> duplicates = GenerationOptions.Rate("--duplicates", "Repeats of a message id.", defaults.Duplicates);
        Option<double> bad = GenerationOptions.Rate("--bad", "Events that break a rule.", defaults.Bad);
        Option<bool> gzip = new("--gzip") { Description = "Compress every other object." };
        Option<bool> lines = new("--lines") { Description = "An event a line." };
        Option<DirectoryInfo> output = new("--output") { Required = true, Description = "The folder that takes YYYY/MM/DD/HH." };
        Command command = new("web-events", "Events of a web site. Example: web-events --rows 2000000 --output raw --truth truth.json")
        {
            rows, objectRows, duplicates, bad, gzip, lines, output,
        };
        generation.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            WebEventsOptions options = new()
            {
                Rows = parsed.GetValue(rows),
                RowsAnObject = parsed.GetValue(objectRows),
                Seed = parsed.GetValue(generation.Seed),
                Duplicates = parsed.GetValue(duplicates),
                Bad = parsed.GetValue(bad),
                SomeGzip = parsed.GetValue(gzip),
                Lines = parsed.GetValue(lines),
            };
            return Task.FromResult(generation.Run(parsed, options.Violations(), () => WebEventsGenerator.Generate(options, parsed.GetRequiredValue(output).FullName, cancellation).ToJson()));
        });
        return command;
    }
}
