using System.Globalization;
using System.Text;

namespace Cti.EndToEnd.Campaigns;

/// <summary>How much of a campaign is run, from which seed, and what it has to report. CI runs a tenth; the scripts in <c>cti/bench/campaigns</c> run all.</summary>
internal sealed class Campaign
{
    /// <summary>A campaign.</summary>
    /// <param name="name">Names its results.</param>
    /// <param name="kills">Kills in all, where <c>CTI_CAMPAIGN_KILLS</c> does not say.</param>
    public Campaign(string name, int kills)
    {
        Name = name;
        Kills = Number("CTI_CAMPAIGN_KILLS", kills);
        Seed = Number("CTI_CAMPAIGN_SEED", 20261120);
        Random = new Random(Seed);
    }

    public string Name { get; }

    public int Kills { get; }

    public int Seed { get; }

    /// <summary>What is drawn by the seed; when a process is hit then still depends on the machine.</summary>
    public Random Random { get; }

    /// <summary>The results' text, as far as it is known.</summary>
    public StringBuilder Report { get; } = new();

    /// <summary>A whole number from the environment.</summary>
    public static int Number(string variable, int standard) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out int given) ? given : standard;

    public void Say(FormattableString line) => Report.AppendLine(line.ToString(CultureInfo.InvariantCulture));

    /// <summary>Round after round until as many processes were killed as shall be, and how often a kill left what.</summary>
    /// <param name="mostKills">Kills in a round, at the most; at the least two.</param>
    /// <param name="mostRounds">More are a failure: most commands then end before they are killed.</param>
    /// <param name="round">From the round's number, and its kills at the most, to what each of them left.</param>
    public async Task<(int Kills, int Rounds)> KillAsync(int mostKills, int mostRounds, Func<int, int, Task<IReadOnlyList<string>>> round)
    {
        SortedDictionary<string, int> found = new(StringComparer.Ordinal);
        int kills = 0;
        int rounds = 0;
        for (; kills < Kills; rounds++)
        {
            Assert.True(rounds < mostRounds, $"{kills} kills in {rounds} rounds: most commands end before they are killed.");
            IReadOnlyList<string> left = await round(rounds, Math.Min(Kills - kills, Random.Next(2, mostKills + 1)));
            kills += left.Count;
            foreach (string one in left)
                found[one] = found.GetValueOrDefault(one) + 1;
        }

        SayTimes("what a kill left", found);
        return (kills, rounds);
    }

    /// <summary>A table of how often there was what.</summary>
    public void SayTimes(string heading, IReadOnlyDictionary<string, int> times)
    {
        Say($"\n| {heading} | times |\n| --- | --- |");
        foreach ((string what, int count) in times)
            Say($"| {what} | {count} |");
    }

    /// <summary>Writes the results into the folder <c>CTI_CAMPAIGN_RESULTS</c>; nothing where it is not named, as in CI.</summary>
    /// <param name="title">What was done, with figures.</param>
    /// <param name="text">What held after each of it.</param>
    public async Task WriteAsync(FormattableString title, string text)
    {
        if (Environment.GetEnvironmentVariable("CTI_CAMPAIGN_RESULTS") is not { Length: > 0 } folder)
            return;
        string date = DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        await File.WriteAllTextAsync(Path.Combine(folder, $"{date}-{Name}.md"), $"# {title.ToString(CultureInfo.InvariantCulture)} ({date})\n\n{text}\n\n{Report}");
    }
}
