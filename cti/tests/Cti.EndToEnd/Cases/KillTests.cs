using Cti.Bench.Kill;
using Cti.EndToEnd.Running;
using Cti.Generator.Events;
using Cti.Warehouses;
using Cti.Warehouses.DuckDb;

namespace Cti.EndToEnd.Cases;

/// <summary>A part of the kill campaign: <c>kill -9</c> at random moments, then the same command.</summary>
public sealed class KillTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task Run_KilledAtRandomMoments_EndsWithTheSameFilesAndTable()
    {
        _workspace.Generate("events.csv", new EventsOptions { Rows = 150_000, Seed = 9 });
        KillCampaignOptions options = new()
        {
            Binary = PublishedProgram.Path,
            Input = _workspace.At("events.csv"),
            Month = "2021-04",
            WorkFolder = _workspace.At("kills"),
            Kills = 5,
            Seed = 20261120,
            ReadWarehouse = (path, cancellation) => Task.FromResult(Describe(path, cancellation)),
        };

        using StringWriter progress = new();
        KillReport report = await new KillCampaign(options, progress).RunAsync(CancellationToken.None);

        Assert.Equal(5, report.Kills);
    }

    private static string Describe(string path, CancellationToken cancellationToken)
    {
        using DuckDbConnection connection = DuckDbConnection.Open(path, new Dictionary<string, string> { ["threads"] = "1" });
        QueryTable rows = connection.Query("SELECT count(*), bit_xor(hash(events))::VARCHAR, (SELECT count(*) FROM cti_ledger) FROM events", cancellationToken);
        QueryTable tables = connection.Query("SELECT table_name FROM information_schema.tables ORDER BY 1", cancellationToken);
        return $"{string.Join(' ', rows.Rows[0])} {string.Join(' ', tables.Rows.Select(r => r[0]))}";
    }
}
