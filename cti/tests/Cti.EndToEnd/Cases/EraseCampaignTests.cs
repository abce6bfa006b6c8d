using Cti.EndToEnd.Campaigns;
using Cti.EndToEnd.Running;
using Cti.Tests.Servers;

namespace Cti.EndToEnd.Cases;

/// <summary>A part of the campaign on erasures: <c>kill -9</c> at random moments, then the same command. <c>cti/bench/campaigns/erase.sh</c> runs all of it.</summary>
public sealed class EraseCampaignTests
{
    private const string Text = "Planted persons are in files, quarantine, archive and DuckDB, one of them in the quarantine only; `cti erase` is killed (SIGKILL) at random moments, by time and by what appears in the folders, then given again. After each round: "
        + "nothing planted is found by a raw search through any object, decompressed, through the database file, nor any table; manifests list what is there, to the byte, and nothing is left over; there is one proof, no notes, "
        + "no address in the record, no request; nobody else lost anything; a further call finds nothing to do.";

    private readonly Campaign _campaign = new("erase-kills", kills: 6);

    private readonly SortedDictionary<string, int> _moments = new(StringComparer.Ordinal);

    [Fact]
    public async Task Erase_KilledAtRandomMoments_LeavesNobodyHalfErased()
    {
        _campaign.Say($"Seed {_campaign.Seed}.\n\n| round | place | kills |\n| --- | --- | --- |");

        (int kills, int rounds) = await _campaign.KillAsync(mostKills: 4, mostRounds: 2 * _campaign.Kills, RunAsync);

        _campaign.SayTimes("killed when", _moments);
        await _campaign.WriteAsync($"Erasures: {kills} kills in {rounds} rounds", Text);
    }

    private async Task<IReadOnlyList<string>> RunAsync(int number, int kills)
    {
        using Workspace workspace = new();
        Place place = number % 3 == 2 ? await BucketAsync(workspace) : new LocalPlace(workspace.At("place"));
        ErasureRound round = new(workspace, place, ErasedWarehouse.DuckDb(workspace));
        await round.PlantAsync();
        List<string> left = [];
        for (int kill = 0; kill < kills; kill++)
        {
            ErasureMoment moment = ErasureMoment.DrawNew(_campaign.Random, workspace, place is S3Place);
            if (await round.KillAsync(moment) is not { } one)
                break;
            left.Add(one);
            _moments[moment.Name] = _moments.GetValueOrDefault(moment.Name) + 1;
        }

        IReadOnlyList<string> wrong = await round.EndAsync();
        Assert.True(wrong.Count == 0, $"seed {_campaign.Seed}, round {number}: {place.Name}\n{string.Join('\n', wrong)}");
        _campaign.Say($"| {number + 1} | {place.Name} | {left.Count} |");
        return left;
    }

    private static async Task<S3Place> BucketAsync(Workspace workspace)
    {
        MotoServer server = await MotoServer.SharedAsync();
        workspace.UseS3(server);
        return new S3Place(server, await server.NewBucketAsync());
    }
}
