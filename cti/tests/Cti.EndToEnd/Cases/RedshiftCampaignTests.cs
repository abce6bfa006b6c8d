using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Cti.EndToEnd.Campaigns;
using Cti.EndToEnd.Running;
using Cti.RedshiftSimulator;

namespace Cti.EndToEnd.Cases;

/// <summary>A part of the fault campaign: faults at calls of a load, <c>kill -9</c> at random moments, then the same command.
/// <c>cti/bench/campaigns/faults.sh</c> runs all of it.</summary>
public sealed class RedshiftCampaignTests : IAsyncLifetime
{
    private const string Text = "After each of them the same command was given again until it ended with 0 (three tries more at most, after exit 75 only), and each time the table held every row of every load once, "
        + "the ledger one row a load, no staging table was left and no statement ran. The published program, the simulator of the Data API over PostgreSQL, S3 over HTTP.";

    private const int Rows = 200;
    private const int Transient = 75;
    private readonly int _faultsOfTen = Campaign.Number("CTI_CAMPAIGN_FAULTS_OF_TEN", 1);
    private readonly Campaign _campaign = new("redshift-faults", kills: 20);
    private RedshiftStack _stack = null!;
    private JsonNode _manifest = null!;
    private int _runs;

    public async Task InitializeAsync()
    {
        _stack = await RedshiftStack.StartAsync();
        await _stack.S3.PutAsync(_stack.Bucket, "raw/key-data.csv", Encoding.UTF8.GetBytes("Key,Data\n" + string.Concat(Enumerable.Range(0, Rows).Select(i => $"k{i},d{i}\n"))));
        CtiRun extract = (await _stack.Workspace.RunAsync("extract-transform", "--dataset", "key-data", "--input", $"s3://{_stack.Bucket}/raw/", "--output", $"s3://{_stack.Bucket}/out")).Expect(0);
        string uri = extract.Result.GetProperty("manifest").GetString()!;
        _manifest = JsonNode.Parse(await _stack.S3.GetAsync(_stack.Bucket, uri[$"s3://{_stack.Bucket}/".Length..]))!;
    }

    public async Task DisposeAsync() => await _stack.DisposeAsync();

    [Fact]
    public async Task Load_FaultsAndKills_EndsEachTimeWithTheTableRightAndOneLedgerRow()
    {
        Random random = _campaign.Random;
        await LoadAsync(await NextRunAsync());
        _stack.Simulator.ClearCalls();
        Stopwatch undisturbed = Stopwatch.StartNew();
        await LoadAsync(await NextRunAsync());
        int length = (int)undisturbed.ElapsedMilliseconds;
        int calls = _stack.Simulator.Calls.Count;
        _campaign.Say($"Seed {_campaign.Seed}; an undisturbed load makes {calls} calls in {length} ms.\n");

        int faults = await FaultsAsync(random, calls);
        int kills = await KillsAsync(random, length);

        Assert.True(faults > 0 && kills > 0);
        await _campaign.WriteAsync($"Redshift: {faults} faults and {kills} kills", Text);
    }

    private async Task<int> FaultsAsync(Random random, int calls)
    {
        int done = 0;
        _campaign.Say($"| fault | at which of the calls that can meet it | commands given again |\n| --- | --- | --- |");
        foreach (FaultKind kind in Enum.GetValues<FaultKind>())
        {
            List<int> at = [];
            int again = 0;
            for (int call = 1; call <= calls; call++)
            {
                if (random.Next(10) >= _faultsOfTen)
                    continue;
                string run = await NextRunAsync();
                _stack.Simulator.Faults.Add(new SimulatorFault(kind, kind == FaultKind.ActiveWaitingRequestsExceeded ? "DescribeStatement" : "*", call, Seconds: 0.3));
                again += await LoadAsync(run);
                // What befalls a statement waits for the calls that take one: there are fewer of those than calls.
                bool happened = _stack.Simulator.Faults.Pending().Count == 0;
                _stack.Simulator.Faults.Clear();
                await AssertRightAsync($"{kind} at call {call}, seed {_campaign.Seed}");
                if (!happened)
                    continue;
                at.Add(call);
                done++;
            }

            _campaign.Say($"| {kind} | {string.Join(' ', at)} | {again} |");
        }

        return done;
    }

    private async Task<int> KillsAsync(Random random, int length)
    {
        int killed = 0;
        int loaded = 0;
        for (int i = 0; i < _campaign.Kills; i++)
        {
            string run = await NextRunAsync();
            int moment = random.Next(length);
            // Some of the statements outlive their client by half a second.
            if (i % 3 == 0)
                _stack.Simulator.Faults.Add(new SimulatorFault(FaultKind.SlowCommit, "BatchExecuteStatement", Seconds: 0.5));
            CtiRun first = await _stack.Workspace.RunKilledAsync(Command(run), TimeSpan.FromMilliseconds(moment));
            killed += first.ExitCode == 0 ? 0 : 1;
            _stack.Simulator.Faults.Clear();
            CtiRun second = (await _stack.Workspace.RunAsync(Command(run))).Expect(0);
            loaded += second.Result.GetProperty("load")[0].GetProperty("already_loaded").GetBoolean() ? 1 : 0;
            await AssertRightAsync($"kill {i} after {moment} ms, seed {_campaign.Seed}");
        }

        _campaign.Say($"\nKilled {killed} of {_campaign.Kills} (the others had ended); {loaded} of the next calls found the rows loaded or being loaded.");
        return killed;
    }

    // The same run under another key: appended, each load that happened twice shows.
    private async Task<string> NextRunAsync()
    {
        string key = $"campaign-{++_runs}";
        JsonNode manifest = _manifest.DeepClone();
        manifest["run"] = key;
        await _stack.S3.PutAsync(_stack.Bucket, $"out/_runs/{key}/manifest.json", Encoding.UTF8.GetBytes(manifest.ToJsonString()));
        return key;
    }

    private string[] Command(string run) =>
        ["load", "--dataset", "key-data", "--input", $"s3://{_stack.Bucket}/out/_runs/{run}/manifest.json", "--warehouse", "redshift", "--mode", "append", "--create"];

    /// <summary>Loads, again as long as the exit code says that this helps.</summary>
    /// <returns>How often it took another try.</returns>
    private async Task<int> LoadAsync(string run)
    {
        for (int again = 0; ; again++)
        {
            CtiRun ended = await _stack.Workspace.RunAsync(Command(run));
            if (ended.ExitCode == 0)
                return again;
            Assert.True(ended.ExitCode == Transient && again < 3, $"{ended.ExitCode}\n{ended.Errors}");
        }
    }

    private async Task AssertRightAsync(string what)
    {
        string[] found =
        [
            .. await _stack.AskAsync("SELECT count(*), min(times), max(times) FROM (SELECT count(*) AS times FROM key_data GROUP BY key, data) AS rows"),
            .. await _stack.AskAsync("SELECT count(*), count(DISTINCT run), sum(inserted) FROM cti_ledger"),
            .. await _stack.AskAsync("SELECT count(*) FROM pg_class WHERE relname LIKE 'cti\\_stg%'"),
            .. _stack.Simulator.Statements.Where(s => s.IsRunning).Select(s => s.Name!),
        ];
        Assert.True(found.SequenceEqual([$"{Rows}|{_runs}|{_runs}", $"{_runs}|{_runs}|{_runs * Rows}", "0"]), $"{what}: {string.Join("; ", found)}");
    }
}
