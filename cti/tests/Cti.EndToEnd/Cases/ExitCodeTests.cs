using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Cti.EndToEnd.Running;
using Cti.Generator.Events;

namespace Cti.EndToEnd.Cases;

/// <summary>Each exit code, with the one result line, the cause as the last line on standard error, and no secret anywhere.</summary>
public sealed class ExitCodeTests : IDisposable
{
    private const string Header = "id,timestamp,email,country,ip,uri,action,tags\n";
    private const string Secret = "planted-secret-Zx81";
    private readonly Workspace _workspace = new();

    public ExitCodeTests()
    {
        _workspace.Variables["CTI_ACCESS_KEY"] = "AKIAPLANTED";
        _workspace.Variables["CTI_SECRET_KEY"] = Secret;
        _workspace.Variables["CTI_PASSWORD"] = Secret;
    }

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task Run_MissingColumn_NamesItAndThoseFound()
    {
        _workspace.Write("events.csv", "id,timestamp,mail,country,ip,uri,action,tags\n");

        CtiRun run = Checked(await _workspace.RunAsync("run", "--dataset", "events", "--input", "events.csv"), 2, "failed");

        Assert.Contains("email", run.Cause, StringComparison.Ordinal);
        Assert.Contains("mail", run.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WrongOptionsAndSettings_AreAllToldAtOnce()
    {
        _workspace.Write("settings.json", $$"""{"port":"many","workgroup":"REPLACE_WITH_YOUR_VALUE","nonsense":1,"session_token":"{{Secret}}"}""");

        CtiRun run = Checked(await _workspace.RunAsync("run", "--dataset", "events", "--input", "x", "--settings", "settings.json"), 2, "failed");

        foreach (string key in new[] { "port", "workgroup", "nonsense" })
            Assert.Contains(key, run.Errors, StringComparison.Ordinal);
        Checked(await _workspace.RunAsync("run", "--dataset", "nothing"), 2, "failed");
    }

    [Fact]
    public async Task Run_SourceThatIsNotCsv_IsAUsageFailure()
    {
        _workspace.Write("interactions.csv", "{\"interaction_id\":1}\n");

        Checked(await _workspace.RunAsync("run", "--dataset", "interactions", "--input", "interactions.csv"), 2, "failed");
    }

    [Fact]
    public async Task Run_TooManyRejects_IsRefusedByTheGate()
    {
        _workspace.Write("events.csv", Header + string.Concat(Enumerable.Repeat("x,2021-04-01,a@b.c,p,1.2.3.4,u,v,[]\n", 1000)));

        CtiRun run = Checked(await _workspace.RunAsync("run", "--dataset", "events", "--input", "events.csv"), 3, "refused");

        Assert.Equal([1000, 0, 0, 0, 0, 1000], run.Counts);
        Assert.Equal(JsonValueKind.Null, run.Result.GetProperty("manifest").ValueKind);
        Assert.False(File.Exists(_workspace.At("cti-data/warehouse.duckdb")) && _workspace.Query("SELECT 1 FROM information_schema.tables WHERE table_name = 'events'").Rows.Count > 0);
    }

    [Fact]
    public async Task Load_TableOfOtherColumns_IsRefusedByTheWarehouse()
    {
        _workspace.Write("events.csv", Header + "d24173d9-b062-49a7-a856-74c89dcab4a4,2021-04-01,a@b.c,p,1.2.3.4,u,v,[]\n");
        CtiRun extract = (await _workspace.RunAsync("extract-transform", "--dataset", "events", "--input", "events.csv", "--output", "out")).Expect(0);
        _workspace.Query("CREATE TABLE events (id INTEGER)", "other.duckdb");

        CtiRun run = Checked(await _workspace.RunAsync("load", "--dataset", "events", "--input", extract.Result.GetProperty("manifest").GetString()!, "--warehouse", "duckdb:other.duckdb"), 4, "refused");

        Assert.Contains("timestamp", run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fail", 2, "failed")]
    [InlineData("retry", 75, "failed")]
    [InlineData("skip", 99, "skipped")]
    public async Task Run_MissingInput_EndsAsAsked(string ifMissing, int exitCode, string status)
        => Checked(await _workspace.RunAsync("run", "--dataset", "events", "--input", "not-there.csv", "--if-missing", ifMissing), exitCode, status);

    [Fact]
    public async Task Run_Terminated_EndsWith143AndNothingHalfVisible()
    {
        _workspace.Generate("events.csv", new EventsOptions { Rows = 1_000_000, Seed = 1 });
        Stopwatch? since = null;

        CtiRun run = await _workspace.RunAsync(["run", "--dataset", "events", "--input", "events.csv", "--threads", "1"], async process =>
        {
            string output = _workspace.At("cti-data/events");
            while (!Directory.Exists(output) && !process.HasExited)
                await Task.Delay(5);
            since = Stopwatch.StartNew();
            using Process kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync();
            await process.WaitForExitAsync();
        });

        Checked(run, 143, "failed");
        Assert.True(since!.Elapsed < TimeSpan.FromSeconds(10), $"{since.Elapsed} after SIGTERM");
        Assert.Empty(Directory.EnumerateFiles(_workspace.At("cti-data"), "*.json", SearchOption.AllDirectories));
        Assert.Empty(Directory.EnumerateFiles(_workspace.At("cti-data/events"), "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }));
    }

    [Fact]
    public async Task Run_EmptyFileAndHeaderOnly_AreRunsOfNoRows()
    {
        _workspace.Write("in/events-1.csv", string.Empty);
        _workspace.Write("in/events-2.csv", Header);

        CtiRun run = (await _workspace.RunAsync("run", "--dataset", "events", "--input", "in")).Expect(0);

        Assert.Equal([0, 0, 0, 0, 0, 0], run.Counts);
        Assert.Equal(0L, _workspace.Query("SELECT count(*) FROM events").Rows[0][0]);
    }

    [Fact]
    public async Task Version_Asked_IsOneLine() => Assert.Matches("^[0-9]+\\.[0-9]+\\.[0-9]+.*\n$", (await _workspace.RunAsync("--version")).Expect(0).Output);

    private static CtiRun Checked(CtiRun run, int exitCode, string status)
    {
        run.Expect(exitCode);
        Assert.Equal(status, run.Result.GetProperty("status").GetString());
        Assert.False(string.IsNullOrWhiteSpace(run.Result.GetProperty("error").GetProperty("message").GetString()));
        Assert.StartsWith("cti: ", run.Cause, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, run.Output + run.Errors, StringComparison.Ordinal);
        return run;
    }
}
