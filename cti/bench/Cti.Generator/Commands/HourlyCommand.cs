using System.CommandLine;
using Cti.Generator.Hourly;

namespace Cti.Generator.Commands;

/// <summary><c>hourly</c>: customers, products, transactions and erasure requests in folders by hour.</summary>
internal static class HourlyCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        HourlyOptions defaults = new() { Transactions = 0 };
        GenerationOptions generation = new();
        Option<int> rows = new("--rows") { Required = true, Description = "Good transactions with an id of their own." };
        Option<int> hours = new("--hours") { Description = "Hours from 2020-01-01 on, a folder each.", DefaultValueFactory = _ => defaults.Hours };
        Option<int> customers = new("--customers") { Description = "Customers, in one to three versions each.", DefaultValueFactory = _ => defaults.Customers };
        Option<double> bad = GenerationOptions.Rate("--bad", "Records that break a rule.", defaults.Bad);
        Option<double> unknown = GenerationOptions.Rate("--unknown", "Transactions whose customer or product never comes.", defaults.Unknown);
        Option<double> quarantined = GenerationOptions.Rate("--quarantined", "Customers of whom only broken records come.", defaults.Quarantined);
        Option<bool> noPlain = new("--no-plain") { Description = "Compress every object; otherwise those of one hour in seven are stored as they are, and those of another half beside a gzip." };
        Option<DirectoryInfo> output = new("--output") { Required = true, Description = "The folder that takes date=…/hour=…." };
        Command command = new("hourly", "Customers, products, transactions and erasure requests by hour. Example: hourly --rows 10000 --output raw --truth truth.json")
        {
            rows, hours, customers, bad, unknown, quarantined, noPlain, output,
        };
        generation.AddTo(command);
        command.SetAction(parsed =>
        {
            HourlyOptions options = new()
            {
                Transactions = parsed.GetValue(rows),
                Hours = parsed.GetValue(hours),
                Customers = parsed.GetValue(customers),
                Seed = parsed.GetValue(generation.Seed),
                Bad = parsed.GetValue(bad),
                Unknown = parsed.GetValue(unknown),
                Quarantined = parsed.GetValue(quarantined),
                SomePlain = !parsed.GetValue(noPlain),
            };
            return generation.Run(parsed, options.Violations(), () => HourlyGenerator.Generate(options, parsed.GetRequiredValue(output).FullName).ToJson());
        });
        return command;
    }
}
