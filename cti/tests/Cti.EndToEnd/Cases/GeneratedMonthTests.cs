using System.Security.Cryptography;
using Cti.EndToEnd.Running;
using Cti.Generator.Events;
using Cti.Generator.Output;

namespace Cti.EndToEnd.Cases;

/// <summary>A generated month with known truth: duplicates, clashes, [A, B, B], bad e-mails, foreign months.</summary>
public sealed class GeneratedMonthTests : IDisposable
{
    private static readonly EventsOptions Month = new() { Rows = 60_000, Seed = 42, Duplicates = 0.03, Clashes = 0.01, Abb = 0.005, BadEmails = 0.01, OtherMonths = 0.02 };
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task Run_GeneratedMonth_IsTheTruthAndARerunChangesNothing()
    {
        Truth truth = _workspace.Generate("events.csv", Month);
        string[] command = ["run", "--dataset", "events", "--month", truth.Month!, "--input", "events.csv"];
        CtiRun first = (await _workspace.RunAsync(command)).Expect(0);
        TruthCounts counts = truth.Counts;
        Assert.Equal([counts.Read, counts.Written, counts.Duplicates, counts.Reassigned, counts.Filtered, counts.Rejected], first.Counts);
        Assert.Equal([truth.Counts.Written, truth.DistinctKeys], _workspace.Query("SELECT count(*), count(DISTINCT id) FROM events").Rows[0]);
        Assert.Equal(truth.Written["sum_of_day_of_month"], Convert.ToInt64(_workspace.Query("SELECT sum(day(timestamp))::BIGINT FROM events").Rows[0][0], null));
        string before = Digest("cti-data");
        long ledger = (long)_workspace.Query("SELECT count(*) FROM cti_ledger").Rows[0][0]!;

        CtiRun again = (await _workspace.RunAsync(command)).Expect(0);

        Assert.True(again.Result.GetProperty("reused").GetBoolean());
        Assert.True(again.Result.GetProperty("load")[0].GetProperty("already_loaded").GetBoolean());
        Assert.Equal(before, Digest("cti-data"));
        Assert.Equal(ledger, _workspace.Query("SELECT count(*) FROM cti_ledger").Rows[0][0]);

        CtiRun elsewhere = (await _workspace.RunAsync("extract-transform", "--dataset", "events", "--month", truth.Month!, "--input", "events.csv", "--output", "other", "--threads", "1", "--memory", "128MB")).Expect(0);
        Assert.Equal(first.Result.GetProperty("run").GetString(), elsewhere.Result.GetProperty("run").GetString());
        Assert.Equal(before, Digest("other"));
    }

    /// <summary>Digest of all files of the runs but manifests and histories, which hold times, and warehouses.</summary>
    private string Digest(string folder)
    {
        IEnumerable<string> files = Directory.EnumerateFiles(_workspace.At(folder), "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
            .Where(f => !f.EndsWith("manifest.json", StringComparison.Ordinal) && !f.Contains("/_history/", StringComparison.Ordinal) && !f.Contains(".duckdb", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        return string.Join('\n', files.Select(f => $"{Path.GetRelativePath(_workspace.At(folder), f)} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(f)))}"));
    }
}
