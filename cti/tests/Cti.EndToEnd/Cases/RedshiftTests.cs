using System.Diagnostics;
using Cti.EndToEnd.Running;
using Cti.Generator.Events;
using Cti.Generator.Output;
using Cti.RedshiftSimulator;

namespace Cti.EndToEnd.Cases;

/// <summary>The published program against the Data API's simulator, with S3 over HTTP.</summary>
public sealed class RedshiftTests : IAsyncLifetime
{
    private RedshiftStack _stack = null!;

    public async Task InitializeAsync() => _stack = await RedshiftStack.StartAsync();

    public async Task DisposeAsync() => await _stack.DisposeAsync();

    [Fact]
    public async Task Run_GeneratedMonth_IsTheTruthAndARerunChangesNothing()
    {
        Truth truth = await GenerateAsync(20_000);
        string[] command = [.. Run(), "--month", truth.Month!, "--create"];

        (await _stack.Workspace.RunAsync(command)).Expect(0);
        CtiRun again = (await _stack.Workspace.RunAsync(command)).Expect(0);
        CtiRun query = (await _stack.Workspace.RunAsync("query", "number-of-events", "--by", "month", "--warehouse", "redshift", "--format", "csv")).Expect(0);

        Assert.True(again.Result.GetProperty("load")[0].GetProperty("already_loaded").GetBoolean());
        Assert.Equal([$"{truth.Counts.Written}|{truth.DistinctKeys}"], await _stack.AskAsync("SELECT count(*), count(DISTINCT id) FROM events"));
        Assert.Equal(["1"], await _stack.AskAsync("SELECT count(*) FROM cti_ledger"));
        Assert.Equal($"month,events\n{truth.Month},{truth.Counts.Written}\n", query.Output);
    }

    [Fact]
    public async Task Load_Terminated_StopsTheStatementAndEndsAs143()
    {
        await GenerateAsync(1_000);
        _stack.Simulator.Faults.Add(new SimulatorFault(FaultKind.SlowCommit, "BatchExecuteStatement", Seconds: 120));
        Stopwatch waited = new();

        CtiRun ended = await _stack.Workspace.RunAsync([.. Run(), "--create"], async process =>
        {
            while (!_stack.Simulator.Statements.Any(s => s.IsRunning && s.Sqls.Count > 1))
                await Task.Delay(50);
            waited.Start();
            Process.Start("kill", ["-TERM", $"{process.Id}"]).WaitForExit();
        });

        Assert.InRange(waited.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        ended.Expect(143);
        Assert.DoesNotContain(_stack.Simulator.Statements, s => s.IsRunning);
        Assert.Contains(_stack.Simulator.Statements, s => s.Status == StatementStatus.Aborted);
        (await _stack.Workspace.RunAsync([.. Run(), "--create"])).Expect(0);
        Assert.Equal(["1"], await _stack.AskAsync("SELECT count(*) FROM cti_ledger"));
    }

    [Fact]
    public async Task Failures_OfEveryKind_NeverTellASecretAndSayWhatToDo()
    {
        await GenerateAsync(1_000);
        _stack.Workspace.Variables["CTI_PASSWORD"] = "planted-password";
        List<CtiRun> runs =
        [
            (await _stack.Workspace.RunAsync(Run())).Expect(4),
            (await _stack.Workspace.RunAsync([.. Run(), "--create"])).Expect(0),
        ];
        _stack.Workspace.Variables["CTI_SECRET_KEY"] = "planted-wrong-key";
        runs.Add((await _stack.Workspace.RunAsync("query", "top-tags", "--warehouse", "redshift")).Expect(2));
        _stack.Workspace.Variables.Remove("CTI_WORKGROUP");
        runs.Add((await _stack.Workspace.RunAsync("query", "top-tags", "--warehouse", "redshift")).Expect(2));

        string[] told = [.. runs.Select(r => r.Output + r.Errors), .. _stack.Simulator.Statements.Select(s => s.Name + string.Concat(s.Sqls))];
        Assert.All(told, t => Assert.DoesNotContain("planted", t, StringComparison.Ordinal));
        Assert.Contains("say --create", runs[0].Cause, StringComparison.Ordinal);
        Assert.Contains("secret_arn", runs[1].Errors, StringComparison.Ordinal);
        Assert.Contains("the secret key does not belong to the access key", runs[2].Cause, StringComparison.Ordinal);
        Assert.Contains("the setting workgroup", runs[3].Cause, StringComparison.Ordinal);
    }

    private async Task<Truth> GenerateAsync(int rows)
    {
        Truth truth = _stack.Workspace.Generate("events.csv", new EventsOptions { Rows = rows, Seed = 11, Duplicates = 0.02, Clashes = 0.01, Abb = 0.005 });
        await _stack.S3.PutAsync(_stack.Bucket, "raw/events.csv", await File.ReadAllBytesAsync(_stack.Workspace.At("events.csv")));
        return truth;
    }

    private string[] Run() => ["run", "--dataset", "events", "--input", $"s3://{_stack.Bucket}/raw/", "--output", $"s3://{_stack.Bucket}/out", "--warehouse", "redshift"];
}
