using System.Text.Json;
using Cti.EndToEnd.Running;

namespace Cti.EndToEnd.Cases;

/// <summary>The published program, S3 over HTTP, and the same cases in DuckDB, in PostgreSQL and in Redshift's simulator; whole tables are compared.</summary>
public sealed class EveryWarehouseTests
{
    [Theory]
    [InlineData("duckdb")]
    [InlineData("postgres")]
    [InlineData("redshift")]
    public async Task Load_EachModeInTurn_LeavesTheWholeTableAsItShould(string kind)
    {
        await using WarehouseStack stack = await WarehouseStack.StartAsync(kind);
        string first = await stack.ExtractAsync(Line(1, "04-01"), Line(2, "04-02"), Line(3, "05-03"));
        string second = await stack.ExtractAsync(Line(2, "04-02", "Buy"), Line(4, "04-04"));

        Assert.Equal("inserted 3, updated 0, already False", Load(await stack.LoadAsync(first, "--create")));
        Assert.Equal([Row(1, "04-01"), Row(2, "04-02"), Row(3, "05-03")], await stack.TableAsync());
        Assert.Equal("inserted 1, updated 1, already False", Load(await stack.LoadAsync(second)));
        string[] merged = [Row(1, "04-01"), Row(2, "04-02", "buy"), Row(3, "05-03"), Row(4, "04-04")];
        Assert.Equal(merged, await stack.TableAsync());
        Assert.Equal("inserted 1, updated 1, already True", Load(await stack.LoadAsync(second)));
        Assert.Equal("inserted 3, updated 0, already True", Load(await stack.LoadAsync(first)));
        Assert.Equal(merged, await stack.TableAsync());

        string third = await stack.ExtractAsync(Line(1, "04-01", "Read"), Line(5, "04-05"));
        Assert.Equal("inserted 2, updated 0, already False", Load(await stack.LoadAsync(third, "--mode", "append")));
        Assert.Equal([Row(1, "04-01", "read"), Row(1, "04-01"), Row(2, "04-02", "buy"), Row(3, "05-03"), Row(4, "04-04"), Row(5, "04-05")], await stack.TableAsync());

        string corrected = await stack.ExtractAsync(Line(1, "04-01"), Line(6, "04-30"));
        (await stack.LoadAsync(corrected, "--mode", "replace", "--month", "2021-04")).Expect(0);
        Assert.Equal([Row(1, "04-01"), Row(3, "05-03"), Row(6, "04-30")], await stack.TableAsync());
        (await stack.LoadAsync(await stack.ExtractAsync(Line(7, "06-07")), "--mode", "replace")).Expect(0);
        Assert.Equal([Row(7, "06-07")], await stack.TableAsync());
    }

    [Theory]
    [InlineData("duckdb")]
    [InlineData("postgres")]
    [InlineData("redshift")]
    public async Task Load_OneManifestTwiceAtOnce_OneWinsAndTheOtherFindsItLoaded(string kind)
    {
        await using WarehouseStack stack = await WarehouseStack.StartAsync(kind);
        string manifest = await stack.ExtractAsync(Line(1, "04-01"), Line(2, "04-02"));

        CtiRun[] runs = await Task.WhenAll(stack.LoadAsync(manifest, "--create"), stack.LoadAsync(manifest, "--create"));

        Assert.Equal(["inserted 2, updated 0, already False", "inserted 2, updated 0, already True"], runs.Select(Load).Order(StringComparer.Ordinal));
        Assert.Equal([Row(1, "04-01"), Row(2, "04-02")], await stack.TableAsync());
        Assert.Equal(["1"], await stack.AskAsync("SELECT count(*) FROM cti_ledger"));
    }

    [Theory]
    [InlineData("duckdb")]
    [InlineData("postgres")]
    [InlineData("redshift")]
    public async Task Load_TwoManifestsAtOnce_BothAreIn(string kind)
    {
        await using WarehouseStack stack = await WarehouseStack.StartAsync(kind);
        string first = await stack.ExtractAsync(Line(1, "04-01"));
        string second = await stack.ExtractAsync(Line(2, "04-02"));

        CtiRun[] runs = await Task.WhenAll(stack.LoadAsync(first, "--create"), stack.LoadAsync(second, "--create"));

        Assert.All(runs, r => Assert.Equal("inserted 1, updated 0, already False", Load(r)));
        Assert.Equal([Row(1, "04-01"), Row(2, "04-02")], await stack.TableAsync());
        Assert.Equal(["2"], await stack.AskAsync("SELECT count(*) FROM cti_ledger"));
    }

    // An extract gives nothing that its own tables refuse: the table here has a stricter rule, and Redshift's pre-flight is told that all is well.
    [Theory]
    [InlineData("duckdb", "\"country\" VARCHAR NOT NULL", "\"country\" VARCHAR NOT NULL CHECK (country <> 'åland')", "CHECK constraint failed")]
    [InlineData("postgres", "\"country\" text NOT NULL", "\"country\" text NOT NULL CHECK (country <> 'åland')", "events.csv line 3 (row 2 of ")]
    [InlineData("redshift", "\"country\" VARCHAR(64) NOT NULL", "\"country\" VARCHAR(3) NOT NULL", "events.csv line 3 (row 2 of ")]
    public async Task Load_RowThatTheTableRefuses_Exits4WithTheReasonAndChangesNothing(string kind, string column, string stricter, string reason)
    {
        await using WarehouseStack stack = await WarehouseStack.StartAsync(kind);
        string ddl = (await stack.Workspace.RunAsync("schema", "events", "--for", kind)).Expect(0).Output;
        ddl = ddl.Split("DISTSTYLE", 2)[0];
        Assert.Contains(column, ddl, StringComparison.Ordinal);
        await stack.DoAsync(ddl.Replace(column, stricter, StringComparison.Ordinal));
        (await stack.LoadAsync(await stack.ExtractAsync(Line(1, "04-01")))).Expect(0);
        string refused = await stack.ExtractAsync(Line(2, "04-02"), Line(3, "04-03").Replace("uk", "Åland", StringComparison.Ordinal));
        await stack.EditAsync(refused, m => m["outputs"]![0]!["schema"]!.AsArray().Single(c => c!["name"]!.GetValue<string>() == "country")!["longest"] = 3);

        CtiRun run = (await stack.LoadAsync(refused)).Expect(4);

        Assert.Equal("refused", run.Result.GetProperty("status").GetString());
        Assert.Contains(reason, run.Cause, StringComparison.Ordinal);
        Assert.Equal([Row(1, "04-01")], await stack.TableAsync());
        Assert.Equal(["1"], await stack.AskAsync("SELECT count(*) FROM cti_ledger"));
    }

    [Theory]
    [InlineData("postgres")]
    [InlineData("redshift")]
    public async Task Load_MissingTable_Exits4WithTheStatementThatMakesIt(string kind)
    {
        await using WarehouseStack stack = await WarehouseStack.StartAsync(kind);
        string manifest = await stack.ExtractAsync(Line(1, "04-01"));

        CtiRun run = (await stack.LoadAsync(manifest)).Expect(4);
        CtiRun doctor = (await stack.Workspace.RunAsync("doctor", "--dataset", "events", "--output", $"s3://{stack.Bucket}/out", "--warehouse", kind)).Expect(0);

        Assert.Contains("say --create", run.Cause, StringComparison.Ordinal);
        string statement = run.Cause[run.Cause.IndexOf("CREATE TABLE", StringComparison.Ordinal)..].TrimEnd('.').Split("DISTSTYLE", 2)[0];
        Assert.Contains("warning      table events: there is no table", doctor.Output, StringComparison.Ordinal);
        await stack.DoAsync(statement);
        (await stack.LoadAsync(manifest)).Expect(0);
        Assert.Equal([Row(1, "04-01")], await stack.TableAsync());
    }

    [Fact]
    public async Task Query_EveryNamedQuery_AnswersAlikeInAllThree()
    {
        string[][] queries = [["number-of-events", "--by", "year"], ["number-of-events", "--by", "day"], ["most-active-users"], ["most-active-companies"], ["top-tags"], ["active-countries"], ["uri-actions"], ["activity-trend"]];
        List<string[]> answers = [];
        foreach (string kind in (string[])["duckdb", "postgres", "redshift"])
        {
            await using WarehouseStack stack = await WarehouseStack.StartAsync(kind);
            (await stack.LoadAsync(await stack.ExtractAsync([.. Enumerable.Range(0, 40).Select(i => Line(i, $"0{4 + (i % 3)}-{10 + (i % 7)}", i % 4 == 0 ? "Buy" : "View"))]), "--create")).Expect(0);
            List<string> found = [];
            foreach (string[] query in queries)
                found.Add((await stack.Workspace.RunAsync(["query", .. query, "--warehouse", stack.Warehouse, "--format", "csv"])).Expect(0).Output);
            answers.Add([.. found]);
            Assert.All(found, f => Assert.True(f.Count(c => c == '\n') > 1, f));
        }

        Assert.Equal(answers[0], answers[1]);
        Assert.Equal(answers[0], answers[2]);
    }

    private static string Line(int n, string day, string action = "View") => $"00000000-0000-4000-8000-{n:D12},2021-{day},User{n % 5}@Mail{n % 2}.example.com,uk,10.0.0.{n},/Page/{n % 3},{action},\"['a', 'b{n % 4}']\"";

    private static string Row(int n, string day, string action = "view") => $"00000000-0000-4000-8000-{n:D12}|2021-{day} 00:00:00|user{n % 5}@mail{n % 2}.example.com|mail{n % 2}|uk|10.0.0.{n}|/Page/{n % 3}|{action}|[\"a\",\"b{n % 4}\"]";

    private static string Load(CtiRun run)
    {
        JsonElement load = run.Expect(0).Result.GetProperty("load")[0];
        return $"inserted {load.GetProperty("inserted").GetInt64()}, updated {load.GetProperty("updated").GetInt64()}, already {load.GetProperty("already_loaded").GetBoolean()}";
    }
}
