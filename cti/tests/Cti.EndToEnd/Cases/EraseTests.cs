using System.Text;
using System.Text.Json;
using Cti.EndToEnd.Campaigns;
using Cti.EndToEnd.Running;

namespace Cti.EndToEnd.Cases;

/// <summary>Erasure by the built binary: on local files and on a real S3 server, in each of the warehouses, and under Athena's tables.</summary>
public sealed class EraseTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public Task Erase_PlantedPersonsInLocalFiles_NothingIsLeftAndTheResultNamesTheProof() =>
        ExpectErasedAsync(_workspace, new LocalPlace(_workspace.At("place")), ErasedWarehouse.DuckDb(_workspace));

    [Theory]
    [InlineData("duckdb")]
    [InlineData("postgres")]
    [InlineData("redshift")]
    public async Task Erase_PlantedPersonsInS3AndAWarehouse_NothingIsLeftAndTheResultNamesTheProof(string kind)
    {
        await using WarehouseStack stack = await WarehouseStack.StartAsync(kind);

        await ExpectErasedAsync(stack.Workspace, new S3Place(stack.S3, stack.Bucket), ErasedWarehouse.Of(stack));

        // A warehouse keeps the text of statements for a while.
        Assert.DoesNotContain(stack.Simulator.Statements.SelectMany(s => s.Sqls), sql => sql.Contains("planted", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Erase_PlantedPersonsThatAthenaSees_RewritesTheFilesInTheirPartitions()
    {
        using GlueStack stack = await GlueStack.StartAsync();
        S3Place place = new(stack.Server, stack.Bucket);
        ErasureRound round = new(stack.Workspace, place, new ErasedWarehouse($"glue:{stack.Database}", _ => Task.FromResult<string[]>([])));
        await round.PlantAsync();
        string before = await stack.CatalogueAsync();
        string[] partition = await stack.RunsAsync("customers");

        CtiRun erased = (await stack.Workspace.RunAsync(round.Erase)).Expect(0);

        Assert.Equal(before, await stack.CatalogueAsync());
        string folder = place.KeyOf(Assert.Single(partition).Split(' ')[1]);
        Assert.Equal([$"{folder}part-00000.r2.parquet"], (await place.KeysAsync(folder)).Where(k => k.EndsWith(".parquet", StringComparison.Ordinal)));
        Assert.Empty(await round.CheckFilesAsync());
        string proof = place.KeyOf(erased.Result.GetProperty("proof").GetString()!);
        Assert.Contains("glue", Encoding.UTF8.GetString(await place.ReadAsync(proof)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Erase_WithoutPepper_IsExitCodeTwoThatNamesIt()
    {
        CtiRun run = (await _workspace.RunAsync("erase", "--requests", "requests", "--output", "out", "--warehouse", "duckdb:w.duckdb")).Expect(2);

        Assert.Contains("pepper", run.Cause, StringComparison.Ordinal);
        Assert.Equal("failed", run.Result.GetProperty("status").GetString());
    }

    /// <summary>Erases once with the requests kept and once more, and looks for what is left.</summary>
    private static async Task ExpectErasedAsync(Workspace workspace, Place place, ErasedWarehouse warehouse)
    {
        ErasureRound round = new(workspace, place, warehouse);
        await round.PlantAsync();

        CtiRun kept = (await workspace.RunAsync([.. round.Erase, "--keep-requests"])).Expect(0);
        Assert.Single(await place.KeysAsync("requests/"));
        CtiRun again = (await workspace.RunAsync(round.Erase)).Expect(0);

        JsonElement result = kept.Result;
        Assert.Equal("erase", result.GetProperty("verb").GetString());
        Assert.Equal([2, 2, 0, 0, 0, 0], kept.Counts);
        Assert.Contains(place.KeyOf(result.GetProperty("proof").GetString()!), await place.KeysAsync("out/_erasures/"));
        Assert.True(again.Result.GetProperty("reused").GetBoolean());
        Assert.Empty(await place.KeysAsync("requests/"));
        Assert.Empty(await round.EndAsync());
    }
}
