using System.CommandLine;
using Cti.Generator.Interactions;

namespace Cti.Generator.Commands;

/// <summary><c>interactions</c>: what users did with products.</summary>
internal static class InteractionsCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        InteractionsOptions defaults = new() { Rows = 0 };
        OutputOptions output = new();
        Option<double> duplicates = GenerationOptions.Rate("--duplicates", "Later rows under an earlier key.", defaults.Duplicates);
        Option<double> badRows = GenerationOptions.Rate("--bad-rows", "Rows with one fault.", defaults.BadRows);
        Option<double> incomplete = GenerationOptions.Rate("--incomplete", "Rows without action, without time.", defaults.Incomplete);
        Command command = new("interactions", "What users did with products. Example: interactions --rows 1000000 --output interactions.csv") { duplicates, badRows, incomplete };
        output.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            InteractionsOptions options = new()
            {
                Rows = parsed.GetValue(output.Rows),
                Seed = parsed.GetValue(output.Seed),
                Duplicates = parsed.GetValue(duplicates),
                BadRows = parsed.GetValue(badRows),
                Incomplete = parsed.GetValue(incomplete),
            };
            return Task.FromResult(output.Run(parsed, options.Violations(), writer => InteractionsGenerator.Generate(options, writer, cancellation)));
        });
        return command;
    }
}
