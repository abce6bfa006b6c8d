using Cti.EndToEnd.Campaigns;
using Cti.EndToEnd.Running;
using Cti.Tests.Servers;

namespace Cti.EndToEnd.Cases;

/// <summary>A part of the campaign on incremental runs with an archive: <c>kill -9</c> at random moments while objects arrive, then the same command until it
/// finds nothing. <c>cti/bench/campaigns/incremental.sh</c> runs all of it.</summary>
public sealed class IncrementalCampaignTests
{
    private const string Text = "Objects of the generators arrive in any order (late hours, several in one second, a quarter of them first in part and then again) while `cti run --incremental --archive` works, "
        + "one process or two at once, and is killed (SIGKILL) at random moments, a third of them after it began to move what it took to the archive. Then everything arrives, and the same command is given until it ends with 99. In one round of four the "
        + "command is `cti run --archive` without a ledger: then all objects are there before it, and it is given until it ends with 0. After each round: every version of an object was taken at most once "
        + "and the last one of each once, by the manifests and by the ledger, where there is one, alike; the warehouse holds what one undisturbed pass over the last versions gives, which is what the generator wrote (appended rows: each row of each version "
        + "that was taken, once); its own ledger has each run once; no raw object is left; the archive holds what was taken, byte for byte, once; no claim and no marker is open.";

    private readonly Campaign _campaign = new("incremental-kills", kills: 20);

    [Fact]
    public async Task Run_KilledAtRandomMoments_LosesNothingAndTakesNothingTwice()
    {
        _campaign.Say($"Seed {_campaign.Seed}.\n\n| round | dataset | place | incremental | processes | objects, versions | kills | commands to the end |\n| --- | --- | --- | --- | --- | --- | --- | --- |");

        (int kills, int rounds) = await _campaign.KillAsync(mostKills: 6, mostRounds: _campaign.Kills, RunAsync);

        await _campaign.WriteAsync($"Incremental runs with an archive: {kills} kills in {rounds} rounds", Text);
    }

    private async Task<IReadOnlyList<string>> RunAsync(int number, int kills)
    {
        using Workspace workspace = new();
        bool isS3 = _campaign.Random.Next(2) == 0;
        bool isPaired = _campaign.Random.Next(3) == 0;
        bool isIncremental = _campaign.Random.Next(4) != 0;
        RawDataset dataset = RawDataset.Generate(RawDataset.Names[_campaign.Random.Next(RawDataset.Names.Count)], workspace, _campaign.Random);
        Place place = isS3 ? await BucketAsync(workspace) : new LocalPlace(workspace.At("place"));
        IncrementalRound round = new(_campaign.Random, workspace, place, dataset, isIncremental, isPaired);
        await round.PrepareAsync();
        await round.KillAsync(kills);
        await round.EndAsync();
        IReadOnlyList<string> wrong = await new IncrementalTruth(workspace, place, dataset, isIncremental).CheckAsync();
        Assert.True(wrong.Count == 0, $"seed {_campaign.Seed}, round {number}: {dataset.Name}, {place.Name}\n{string.Join('\n', wrong)}");
        _campaign.Say($"| {number + 1} | {dataset.Name} | {place.Name} | {(isIncremental ? "yes" : "no")} | {(isPaired ? 2 : 1)} | {dataset.Objects.Count}, {dataset.Objects.Sum(o => o.Versions.Count)} | {round.Found.Count} | {round.CommandsToEnd} |");
        return round.Found;
    }

    private static async Task<S3Place> BucketAsync(Workspace workspace)
    {
        MotoServer server = await MotoServer.SharedAsync();
        workspace.UseS3(server);
        return new S3Place(server, await server.NewBucketAsync());
    }
}
