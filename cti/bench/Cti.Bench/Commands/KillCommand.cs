using System.CommandLine;
using System.Globalization;
using Cti.Bench.Comparison;
using Cti.Bench.Kill;
using Cti.Bench.Processes;

namespace Cti.Bench.Commands;

/// <summary><c>kill</c>: the campaign of kills.</summary>
internal sealed class KillCommand
{
    private readonly Option<FileInfo> _binary = new("--binary") { Required = true, Description = "The published cti." };
    private readonly Option<DirectoryInfo> _peers = new("--peers") { Required = true, Description = "The folder of table-digest.mjs, packages installed." };
    private readonly Option<DirectoryInfo> _work = new("--work") { Required = true, Description = "A folder for data and outputs." };
    private readonly Option<DirectoryInfo?> _results = new("--results") { Description = "A folder for the report." };
    private readonly Option<long> _rows = new("--rows") { Description = "Events.", DefaultValueFactory = _ => 500_000 };
    private readonly Option<int> _kills = new("--kills") { Description = "Kills in all.", DefaultValueFactory = _ => 20 };
    private readonly Option<ulong?> _seed = new("--seed") { Description = "Seed of the moments; printed. Without it: the time of day." };
    private readonly Option<string[]> _arguments = new("--argument") { Description = "A further argument of cti run; may be repeated.", DefaultValueFactory = _ => [] };

    private KillCommand()
    {
    }

    /// <summary>The command.</summary>
    public static Command Create()
    {
        KillCommand kill = new();
        Command command = new("kill", "Kills cti run at random moments and compares with an undisturbed run. Example: see campaigns/kill.sh.")
        {
            kill._binary, kill._peers, kill._work, kill._results, kill._rows, kill._kills, kill._seed, kill._arguments,
        };
        command.SetAction(kill.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        string work = parsed.GetRequiredValue(_work).FullName;
        string outputs = Path.Combine(work, "kill");
        if (Directory.Exists(outputs)) Directory.Delete(outputs, recursive: true);
        BenchData data = BenchData.Prepare(work, BenchData.Events, parsed.GetValue(_rows), seed: 42, cancellation);
        string script = Path.Combine(parsed.GetRequiredValue(_peers).FullName, "table-digest.mjs");
        KillCampaignOptions options = new()
        {
            Binary = parsed.GetRequiredValue(_binary).FullName,
            Input = data.Input,
            Month = data.Month!,
            WorkFolder = outputs,
            Kills = parsed.GetValue(_kills),
            Seed = parsed.GetValue(_seed) ?? (ulong)TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(),
            Arguments = parsed.GetValue(_arguments)!,
            ReadWarehouse = async (file, token) => (await MeasuredProcess.RunAsync(["node", script, file], new Dictionary<string, string>(), token)).Output.TrimEnd(),
        };
        KillReport report = await new KillCampaign(options, Console.Error).RunAsync(cancellation);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        string text = string.Create(CultureInfo.InvariantCulture, $"# {report.Kills} kills, {data.Counts.Read:N0} events ({now:yyyy-MM-dd})\n\n{report.ToMarkdown()}");
        Console.Out.Write(text);
        Directory.Delete(outputs, recursive: true);
        if (parsed.GetValue(_results) is { } folder)
        {
            folder.Create();
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, string.Create(CultureInfo.InvariantCulture, $"{now:yyyy-MM-dd}-kill.md")), text, cancellation);
        }

        return 0;
    }
}
