using System.CommandLine;
using Cti.Generator.Output;
using Cti.Generator.WebEvents;

namespace Cti.Generator.Commands;

/// <summary><c>web-events</c>: events of Segment as Firehose stores them.</summary>
internal static class WebEventsCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        WebEventsOptions defaults = new() { Rows = 0 };
        Option<long> rows = new("--rows") { Required = true, Description = "Events, repeats included." };
        Option<int> objectRows = new("--object-rows") { Description = "Events an object.", DefaultValueFactory = _ => defaults.RowsAnObject };
        Option<ulong> seed = new("--seed") { Description = "The same seed and options give the same bytes.", DefaultValueFactory = _ => 1 };
        Option<double> duplicates = new("--duplicates") { Description = "Repeats of a message id.", DefaultValueFactory = _ => defaults.Duplicates };
        Option<double> bad = new("--bad") { Description = "Events that break a rule.", DefaultValueFactory = _ => defaults.Bad };
        Option<bool> gzip = new("--gzip") { Description = "Compress every other object." };
        Option<bool> lines = new("--lines") { Description = "An event a line." };
        Option<DirectoryInfo> output = new("--output") { Required = true, Description = "The folder that takes YYYY/MM/DD/HH." };
        Option<FileInfo?> truth = new("--truth") { Description = "The JSON file that tells what must become of the events." };
        Command command = new("web-events", "Events of a web site. Example: web-events --rows 2000000 --output raw --truth truth.json")
        {
            rows, objectRows, seed, duplicates, bad, gzip, lines, output, truth,
        };
        command.SetAction((parsed, cancellation) =>
        {
            WebEventsOptions options = new()
            {
                Rows = parsed.GetValue(rows),
                RowsAnObject = parsed.GetValue(objectRows),
                Seed = parsed.GetValue(seed),
                Duplicates = parsed.GetValue(duplicates),
                Bad = parsed.GetValue(bad),
                SomeGzip = parsed.GetValue(gzip),
                Lines = parsed.GetValue(lines),
            };
            string[] wrong = [.. options.Violations()];
            foreach (string sentence in wrong)
                Console.Error.WriteLine(sentence);
            if (wrong.Length > 0)
                return Task.FromResult(2);
            Truth known = WebEventsGenerator.Generate(options, parsed.GetRequiredValue(output).FullName, cancellation);
            if (parsed.GetValue(truth) is { } file)
                File.WriteAllText(file.FullName, known.ToJson());
            else
                Console.Out.Write(known.ToJson());
            return Task.FromResult(0);
        });
        return command;
    }
}
