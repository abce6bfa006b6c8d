using System.Text.Json;
using Cti.EndToEnd.Running;
using Cti.Generator.Events;
using Cti.Generator.Output;
using Cti.Tests.Servers;

namespace Cti.EndToEnd.Cases;

/// <summary>The published program against a real PostgreSQL: whole runs, kills, bounds, and what is never said.</summary>
public sealed class PostgresTests : IAsyncLifetime, IDisposable
{
    private const string Planted = "planted-postgres-password";
    private readonly Workspace _workspace = new();
    private PostgresServer _server = null!;
    private string _database = "";

    private string Address => $"postgres://{_server.User}@{_server.Host}:{_server.Port}/{_database}";

    public async Task InitializeAsync()
    {
        _server = await PostgresServer.SharedAsync();
        _database = await _server.NewDatabaseAsync();
        _workspace.Variables["CTI_PASSWORD"] = _server.Password;
    }

    public Task DisposeAsync() => _server.DropDatabaseAsync(_database);

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task Run_GeneratedMonth_IsTheTruthAndARerunChangesNothing()
    {
        Truth truth = _workspace.Generate("events.csv", new EventsOptions { Rows = 40_000, Seed = 42, Duplicates = 0.03, Clashes = 0.01, Abb = 0.005, BadEmails = 0.01, OtherMonths = 0.02 });
        string[] command = ["run", "--dataset", "events", "--month", truth.Month!, "--input", "events.csv", "--warehouse", Address, "--create"];
        (await _workspace.RunAsync(command)).Expect(0);
        Assert.Equal([$"{truth.Counts.Written}|{truth.DistinctKeys}|{truth.Written["sum_of_day_of_month"]}"], await AskAsync("SELECT count(*), count(DISTINCT id), sum(extract(day FROM timestamp))::bigint FROM events"));
        string before = await DigestAsync();

        CtiRun again = (await _workspace.RunAsync(command)).Expect(0);
        CtiRun replaced = (await _workspace.RunAsync([.. command, "--mode", "replace"])).Expect(0);

        Assert.True(again.Result.GetProperty("load")[0].GetProperty("already_loaded").GetBoolean());
        Assert.True(replaced.Result.GetProperty("load")[0].GetProperty("already_loaded").GetBoolean());
        Assert.Equal(before, await DigestAsync());
        Assert.Equal(["1"], await AskAsync("SELECT count(*) FROM cti_ledger"));
        CtiRun query = (await _workspace.RunAsync("query", "number-of-events", "--by", "month", "--warehouse", Address, "--format", "csv")).Expect(0);
        Assert.Equal($"month,events\n{truth.Month},{truth.Counts.Written}\n", query.Output);
    }

    [Fact]
    public async Task Run_SettingsAlone_ReachTheServer()
    {
        _workspace.Write("events.csv", SampleLines);
        _workspace.Variables["CTI_SETTINGS"] = JsonSerializer.Serialize(new { hostname = _server.Host, port = _server.Port, database = _database, username = _server.User, schema = "lake", table = "clicks" });

        (await _workspace.RunAsync("run", "--dataset", "events", "--input", "events.csv", "--warehouse", "postgres", "--create")).Expect(0);

        Assert.Equal(["2"], await AskAsync("SELECT count(*) FROM lake.clicks"));
        Assert.Equal(["clicks|2"], await AskAsync("SELECT table_name, staged FROM lake.cti_ledger"));
    }

    [Fact]
    public async Task Load_KilledAtRandomMoments_IsThereOnceAfterTheNextTry()
    {
        const int Seed = 20261120;
        Random random = new(Seed);
        string manifest = await ExtractAsync(100_000);
        string[] load = ["load", "--dataset", "events", "--input", manifest, "--warehouse", Address, "--create"];
        long began = Environment.TickCount64;
        (await _workspace.RunAsync(load)).Expect(0);
        int length = (int)(Environment.TickCount64 - began);
        string expected = await DigestAsync();
        int killed = 0;

        for (int round = 0; round < 4; round++)
        {
            // In every second round the rows are there, and are replaced by the same of what counts as another run.
            await _server.ExecuteAsync(_database, round % 2 == 0 ? "DROP TABLE events, cti_ledger" : "UPDATE cti_ledger SET run = 'before'");
            int moment = random.Next(length / 8, length);
            CtiRun run = await _workspace.RunAsync(load, async process =>
            {
                await Task.Delay(moment);
                process.Kill();
            });
            killed += run.ExitCode == 137 ? 1 : 0;

            CtiRun again = (await _workspace.RunAsync(load)).Expect(0);

            Assert.True(expected == await DigestAsync(), $"seed {Seed}, round {round}, killed after {moment} ms: {again.Output}");
            Assert.Equal(["1"], await AskAsync("SELECT count(*) FROM cti_ledger WHERE run <> 'before'"));
            Assert.Empty(await LeftAsync());
        }

        Assert.True(killed > 0, $"seed {Seed}: every load was over before its kill");
    }

    [Fact]
    public async Task Load_Terminated_EndsWith143AndNothingRuns()
    {
        string manifest = await ExtractAsync(100_000);
        string[] load = ["load", "--dataset", "events", "--input", manifest, "--warehouse", Address, "--create"];
        (await _workspace.RunAsync(load)).Expect(0);
        await _server.ExecuteAsync(_database, "UPDATE cti_ledger SET run = 'before'");
        string before = await DigestAsync();
        long told = 0;

        CtiRun run = await _workspace.RunAsync(load, async process =>
        {
            while ((await _server.AskAsync("postgres", $"SELECT 1 FROM pg_stat_activity WHERE datname = '{_database}' AND application_name = 'cti' AND query LIKE '%cti_staging%'")).Length == 0)
                Assert.False(process.HasExited, "the load was over before it staged");
            told = Environment.TickCount64;
            await PostgresBinaries.RunAsync("kill", ["-TERM", $"{process.Id}"]);
        });

        Assert.True(run.ExitCode == 143, $"exit code {run.ExitCode}: {run.Errors}");
        Assert.InRange(Environment.TickCount64 - told, 0, 10_000);
        Assert.Equal("failed", run.Result.GetProperty("status").GetString());
        Assert.Empty(await LeftAsync());
        Assert.Equal(before, await DigestAsync());
        Assert.Equal(["before"], await AskAsync("SELECT run FROM cti_ledger"));
    }

    [Fact]
    public async Task Load_ManyRows_StaysWithinTheMemoryBound()
    {
        string manifest = await ExtractAsync(500_000);

        CtiRun run = (await _workspace.RunAsync("load", "--dataset", "events", "--input", manifest, "--warehouse", Address, "--create", "--memory", "160MB")).Expect(0);

        Assert.InRange(run.PeakBytes, 1, 160_000_000);
        Assert.Equal(["500000"], await AskAsync("SELECT count(*) FROM events"));
    }

    [Theory]
    [InlineData(2, "postgres://postgres:" + Planted + "@127.0.0.1/d")]
    [InlineData(2, "postgres://postgres@127.0.0.1:{port}/{database}")]
    [InlineData(2, "postgres://postgres@127.0.0.1:{port}/{database}?password=" + Planted)]
    [InlineData(75, "postgres://postgres@127.0.0.1:1/d")]
    [InlineData(2, "postgres://postgres@no-such-host.invalid/d")]
    public async Task Load_ThatFails_NeverSaysThePassword(int exitCode, string address)
    {
        string manifest = await ExtractAsync(1_000);
        _workspace.Variables["CTI_PASSWORD"] = Planted;
        _workspace.Variables["PGPASSWORD"] = Planted + "-too";
        address = address.Replace("{port}", $"{_server.Port}", StringComparison.Ordinal).Replace("{database}", _database, StringComparison.Ordinal);

        CtiRun run = (await _workspace.RunAsync("load", "--dataset", "events", "--input", manifest, "--warehouse", address, "--result", "result.json", "--log-format", "json")).Expect(exitCode);

        Assert.DoesNotContain(Planted, run.Output + run.Errors + await File.ReadAllTextAsync(_workspace.At("result.json")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_RefusedRow_NamesItsSourceFileAndLine()
    {
        string input = _workspace.Write("raw/events.csv", SampleLines);
        string manifest = (await _workspace.RunAsync("extract-transform", "--dataset", "events", "--input", input, "--output", "out")).Expect(0).Result.GetProperty("manifest").GetString()!;
        CtiRun schema = (await _workspace.RunAsync("schema", "events", "--for", "postgres")).Expect(0);
        await _server.ExecuteAsync(_database, schema.Output + "ALTER TABLE events ADD CHECK (country <> 'åland')");

        CtiRun run = (await _workspace.RunAsync("load", "--dataset", "events", "--input", manifest, "--warehouse", Address)).Expect(4);

        Assert.Equal("refused", run.Result.GetProperty("status").GetString());
        Assert.Contains($"{input} line 3 (row 2 of ", run.Cause, StringComparison.Ordinal);
        Assert.Equal(["0"], await AskAsync("SELECT count(*) FROM events"));
    }

    private const string SampleLines = """
        id,timestamp,email,country,ip,uri,action,tags
        d24173d9-b062-49a7-a856-74c89dcab4a4,2021-04-01,debbiegarcia@miller.info,Palau,192.66.235.59,index,visit,"['Mr', 'eat', 'PM']"
        d24173d9-b062-49a7-a856-74c89dcab4a5,2021-04-02,jo@mail.example.com,Åland,192.66.235.60,index,visit,"[]"

        """;

    private async Task<string> ExtractAsync(long rows)
    {
        _workspace.Generate("generated.csv", new EventsOptions { Rows = rows, Seed = 9, Duplicates = 0, Clashes = 0, Abb = 0, BadEmails = 0, OtherMonths = 0, Quirks = 0, BadRows = 0 });
        CtiRun run = (await _workspace.RunAsync("extract-transform", "--dataset", "events", "--input", "generated.csv", "--output", "generated")).Expect(0);
        return run.Result.GetProperty("manifest").GetString()!;
    }

    private Task<string[]> AskAsync(string sql) => _server.AskAsync(_database, sql);

    /// <summary>Every row of the table, whatever its place.</summary>
    private async Task<string> DigestAsync() => string.Join(';', await AskAsync("SELECT count(*), sum(hashtextextended(e::text, 0)) FROM events e"));

    /// <summary>What the program left at the server; a killed client's own connection is given time to be noticed.</summary>
    private async Task<string[]> LeftAsync()
    {
        string[] left = [];
        for (int i = 0; i < 60; i++)
        {
            left = await _server.AskAsync("postgres", $"SELECT query FROM pg_stat_activity WHERE datname = '{_database}' AND application_name = 'cti'");
            if (left.Length == 0)
                break;
            await Task.Delay(100);
        }

        return left;
    }
}
