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
        Option<int> rows = new("--rows") { Required = true, Description = "Good transactions with an id of their own." };
        Option<int> hours = new("--hours") { Description = "Hours from 2020-01-01 on, a folder each.", DefaultValueFactory = _ => defaults.Hours };
        Option<ulong> seed = new("--seed") { Description = "The same seed and options give the same records.", DefaultValueFactory = _ => 1 };
        Option<double> bad = new("--bad") { Description = "Records that break a rule.", DefaultValueFactory = _ => defaults.Bad };
        Option<double> unknown = new("--unknown") { Description = "Transactions whose customer never comes.", DefaultValueFactory = _ => defaults.Unknown };
        Option<DirectoryInfo> output = new("--output") { Required = true, Description = "The folder that takes date=…/hour=…." };
        Option<FileInfo?> truth = new("--truth") { Description = "The JSON file that tells what must become of the records." };
        Command command = new("hourly", "Customers, products, transactions and erasure requests by hour. Example: hourly --rows 10000 --output raw --truth truth.json")
        {
            rows, hours, seed, bad, unknown, output, truth,
        };
        command.SetAction(parsed =>
        {
            HourlyOptions options = new()
            {
                Transactions = parsed.GetValue(rows),
                Hours = parsed.GetValue(hours),
                Seed = parsed.GetValue(seed),
                Bad = parsed.GetValue(bad),
                Unknown = parsed.GetValue(unknown),
            };
            string[] wrong = [.. options.Violations()];
            foreach (string sentence in wrong)
                Console.Error.WriteLine(sentence);
            if (wrong.Length > 0)
                return 2;
            string json = HourlyGenerator.Generate(options, parsed.GetRequiredValue(output).FullName).ToJson();
            if (parsed.GetValue(truth) is { } file)
                File.WriteAllText(file.FullName, json);
            else
                Console.Out.Write(json);
            return 0;
        });
        return command;
    }
}
