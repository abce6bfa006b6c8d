using System.Diagnostics;
using System.Text.Json.Nodes;
using Cti.EndToEnd.Running;

namespace Cti.EndToEnd.Campaigns;

/// <summary>Kills of one command that archives what it has taken, over objects that arrive meanwhile; then the same command until nothing is left to do.</summary>
/// <param name="random">Draws the moments.</param>
/// <param name="workspace">Where the command runs.</param>
/// <param name="place">Where objects, output, state and archive are.</param>
/// <param name="dataset">What arrives.</param>
/// <param name="isIncremental">Otherwise everything is there before the first command, and each command is about all of it.</param>
/// <param name="isPaired">Whether two processes work at once.</param>
internal sealed class IncrementalRound(Random random, Workspace workspace, Place place, RawDataset dataset, bool isIncremental, bool isPaired)
{
    private const int NothingToDo = 99;
    private const int Transient = 75;
    private const int MostTries = 80;
    private readonly Arrivals _arrivals = new(place, dataset.Objects, random);
    private TimeSpan _length;

    /// <summary>What each kill left, in order.</summary>
    public List<string> Found { get; } = [];

    /// <summary>Commands after the last kill, the last of which found nothing.</summary>
    public int CommandsToEnd { get; private set; }

    private string[] Command =>
    [
        "run", "--dataset", dataset.Name, "--input", place.Uri("raw/"), "--output", place.Uri("out"), "--archive", place.Uri("archive"), "--warehouse", "duckdb:w.duckdb", "--mode", dataset.Mode,
        "--progress", "none", .. isIncremental ? (string[])["--incremental", "--state", place.Uri("state")] : ["--max-reject-rate", "1"],
    ];

    /// <summary>Does the same work in one undisturbed pass over the objects that stay: it says what the tables must hold, and how long a run takes.</summary>
    public async Task PrepareAsync()
    {
        LocalPlace all = new(workspace.At("final"));
        foreach (RawObject raw in dataset.Objects)
            await all.PutAsync(raw.Key, raw.Last, DateTime.UtcNow);
        Stopwatch clock = Stopwatch.StartNew();
        (await workspace.RunAsync("run", "--dataset", dataset.Name, "--input", all.Uri("raw/"), "--output", "reference", "--warehouse", "duckdb:reference.duckdb", "--max-reject-rate", "1", "--progress", "none")).Expect(0);

        // Claims, archive and, with S3, a network are still to come.
        _length = clock.Elapsed * (place is S3Place ? 1.8 : 1.3);
    }

    /// <summary>Kills until so many kills have hit a running process, or so many runs have ended before that the round has little left to be done.</summary>
    public async Task KillAsync(int kills)
    {
        int most = Math.Max(1, isIncremental ? _arrivals.Left / kills : _arrivals.Left);
        if (!isIncremental)
            await _arrivals.ComeAsync(most);
        for (int attempts = 0; Found.Count < kills && attempts < 2 * kills; attempts++)
        {
            await _arrivals.ComeAsync(random.Next(1, most + 1));
            int[] pauses = Arrivals.Pauses(random, random.Next(3));
            Task<CtiRun>[] runs = [.. Enumerable.Range(0, isPaired ? 2 : 1).Select(_ => StartAsync(_length * random.NextDouble() / 4, _length * random.NextDouble(), isAimed: random.Next(3) == 0))];
            await _arrivals.ComeSlowlyAsync(pauses);
            CtiRun[] ended = await Task.WhenAll(runs);
            string left = await DescribeAsync();
            foreach (CtiRun run in ended)
            {
                if (run.IsKilled)
                    Found.Add(left);
                else
                    Assert.True(run.ExitCode is 0 or Transient or NothingToDo, $"exit code {run.ExitCode}\n{run.Output}{run.Errors}");
            }
        }
    }

    /// <summary>Lets everything arrive, and gives the command until nothing is left to do.</summary>
    public async Task EndAsync()
    {
        await _arrivals.ComeAsync(int.MaxValue);
        for (CommandsToEnd = 1; ; CommandsToEnd++)
        {
            CtiRun run = await workspace.RunAsync(Command);
            if (isIncremental ? run.ExitCode == NothingToDo : run.ExitCode == 0)
                return;
            Assert.True(run.ExitCode is 0 or Transient && CommandsToEnd < MostTries, $"exit code {run.ExitCode} of command {CommandsToEnd}\n{run.Output}{run.Errors}");
        }
    }

    /// <summary>A process that is killed after a time, or, aimed, some time after it began to move inputs: that is soon over, and would seldom be hit.</summary>
    private async Task<CtiRun> StartAsync(TimeSpan pause, TimeSpan life, bool isAimed)
    {
        await Task.Delay(isPaired ? pause : TimeSpan.Zero);
        Stopwatch clock = Stopwatch.StartNew();
        CtiRun run = isAimed ? await workspace.RunAsync(Command, process => KillWhileMovingAsync(process, life / 5)) : await workspace.RunKilledAsync(Command, life);

        // What a whole run takes here, known better than from the reference: moments shall fall on all of it, its end too.
        if (run.ExitCode == 0)
            _length = clock.Elapsed;
        return run;
    }

    private async Task KillWhileMovingAsync(Process process, TimeSpan after)
    {
        while (!process.HasExited && !await IsMovingAsync())
            await Task.Delay(2);
        await Task.WhenAny(process.WaitForExitAsync(), Task.Delay(after));
        process.Kill();
    }

    private async Task<bool> IsMovingAsync() => (await place.KeysAsync("out/_archiving/")).Any(k => k.EndsWith(".pending.json", StringComparison.Ordinal));

    private async Task<string> DescribeAsync()
    {
        if (!isIncremental)
            return await IsMovingAsync() ? "without a ledger: not all archived" : "without a ledger: nothing archived, or all";
        IReadOnlyList<string> heads = await place.KeysAsync($"state/_incremental/{dataset.Name}/head.json");
        if (heads.Count == 0)
            return "no claim yet";
        JsonArray active = JsonNode.Parse(await place.ReadAsync(heads[0]))!["active"]!.AsArray();
        HashSet<string> manifests = [.. (await place.KeysAsync("out/_runs/")).Where(k => k.EndsWith("/manifest.json", StringComparison.Ordinal)).Select(place.Uri)];
        if (active.Any(c => manifests.Contains((string)c!["manifest"]!)))
            return "a manifest, not committed";
        if (active.Count > 0)
            return "a claim without a manifest";
        return await IsMovingAsync() ? "committed, not all archived" : "nothing open";
    }
}
