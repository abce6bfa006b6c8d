using System.CommandLine;
using Cti.Bench.Comparison;

namespace Cti.Bench.Commands;

/// <summary><c>compare</c>: cti beside its peers.</summary>
internal sealed class CompareCommand
{
    private readonly Option<FileInfo> _binary = new("--binary") { Required = true, Description = "The published cti." };
    private readonly Option<DirectoryInfo?> _peers = new("--peers") { Description = "The folder of the peers, packages installed; without it cti is measured alone." };
    private readonly Option<DirectoryInfo> _work = new("--work") { Required = true, Description = "A folder for data and outputs; the data is made once and found again." };
    private readonly Option<DirectoryInfo?> _results = new("--results") { Description = "A folder for the report (Markdown and JSON)." };
    private readonly Option<string> _dataset = new Option<string>("--dataset") { Description = "What they read.", DefaultValueFactory = _ => BenchData.Events }
        .AcceptOnlyFromAmong(BenchData.Events, BenchData.WebEvents);
    private readonly Option<long> _rows = new("--rows") { Description = "Events.", DefaultValueFactory = _ => 2_000_000 };
    private readonly Option<int> _runs = new("--runs") { Description = "Measured runs of each.", DefaultValueFactory = _ => 5 };
    private readonly Option<int> _threads = new("--threads") { Description = "Threads of each.", DefaultValueFactory = _ => 2 };
    private readonly Option<string> _memory = new("--memory") { Description = "What cti may use.", DefaultValueFactory = _ => "256MB" };
    private readonly Option<ulong> _seed = new("--seed") { Description = "The seed of the data.", DefaultValueFactory = _ => 42 };

    private CompareCommand()
    {
    }

    /// <summary>The command.</summary>
    public static Command Create()
    {
        CompareCommand compare = new();
        Command command = new("compare", "Measures cti and its peers by turns on the same events. Example: see run.sh.")
        {
            compare._binary, compare._peers, compare._work, compare._results, compare._dataset, compare._rows, compare._runs, compare._threads, compare._memory, compare._seed,
        };
        command.SetAction(compare.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        ComparisonOptions options = new()
        {
            Binary = parsed.GetRequiredValue(_binary).FullName,
            Peers = parsed.GetValue(_peers)?.FullName,
            WorkFolder = parsed.GetRequiredValue(_work).FullName,
            Dataset = parsed.GetValue(_dataset)!,
            Rows = parsed.GetValue(_rows),
            Runs = Math.Max(1, parsed.GetValue(_runs)),
            Threads = parsed.GetValue(_threads),
            Memory = parsed.GetValue(_memory)!,
            Seed = parsed.GetValue(_seed),
        };
        ComparisonResult result = await new ComparisonRunner(options, TimeProvider.System, Console.Error).RunAsync(cancellation);
        string report = ComparisonReport.ToMarkdown(result);
        Console.Out.Write(report);
        if (parsed.GetValue(_results) is not { } folder) return 0;
        folder.Create();
        string file = Path.Combine(folder.FullName, ComparisonReport.Name(result));
        await File.WriteAllTextAsync(file + ".md", report, cancellation);
        await File.WriteAllTextAsync(file + ".json", ComparisonReport.ToJson(result), cancellation);
        return 0;
    }
}
