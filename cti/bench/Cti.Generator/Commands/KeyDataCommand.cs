using System.CommandLine;
using Cti.Generator.KeyData;

namespace Cti.Generator.Commands;

/// <summary><c>key-data</c>: keys with data.</summary>
internal static class KeyDataCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        KeyDataOptions defaults = new() { Rows = 0 };
        OutputOptions output = new();
        Option<double> duplicates = GenerationOptions.Rate("--duplicates", "Repeats of an earlier row.", defaults.Duplicates);
        Option<double> empty = GenerationOptions.Rate("--empty", "Rows without key, data or both.", defaults.Empty);
        Command command = new("key-data", "Keys with data. Example: key-data --rows 1000000 --output key-data.csv --truth truth.json") { duplicates, empty };
        output.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            KeyDataOptions options = new()
            {
                Rows = parsed.GetValue(output.Rows),
                Seed = parsed.GetValue(output.Seed),
                Duplicates = parsed.GetValue(duplicates),
                Empty = parsed.GetValue(empty),
            };
            return Task.FromResult(output.Run(parsed, options.Violations(), writer => KeyDataGenerator.Generate(options, writer, cancellation)));
        });
        return command;
    }
}
