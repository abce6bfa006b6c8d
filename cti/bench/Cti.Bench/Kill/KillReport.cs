using System.Globalization;
using System.Text;

namespace Cti.Bench.Kill;

/// <summary>What a campaign found; a difference from the reference would have ended it with a <see cref="BenchException"/>.</summary>
/// <param name="Seed">The seed of the moments.</param>
/// <param name="ReferenceSeconds">What an undisturbed run took.</param>
/// <param name="Files">Files compared after each round.</param>
/// <param name="Warehouse">What the warehouse holds after each round and in the reference.</param>
/// <param name="SpillFilesLeft">Files that killed runs left in the spill folder and later ones did not remove; they do no harm but take space.</param>
/// <param name="Moments">Every attempt.</param>
public sealed record KillReport(ulong Seed, double ReferenceSeconds, int Files, string Warehouse, int SpillFilesLeft, IReadOnlyList<KillMoment> Moments)
{
    /// <summary>Kills that hit a running process.</summary>
    public int Kills => Moments.Count(moment => moment.IsKilled);

    /// <summary>Rounds, each ended by a run to the end and a comparison.</summary>
    public int Rounds => Moments.Max(moment => moment.Round);

    /// <summary>As Markdown.</summary>
    public string ToMarkdown()
    {
        StringBuilder text = new();
        CultureInfo culture = CultureInfo.InvariantCulture;
        text.AppendLine(culture, $"{Kills} kills in {Rounds} rounds, seed {Seed}; an undisturbed run took {ReferenceSeconds:F2} s.");
        text.AppendLine(culture, $"After each round the same command ended with the same {Files} files, byte for byte, and the same tables as the undisturbed run:");
        text.AppendLine().AppendLine("```").AppendLine(Warehouse).AppendLine("```").AppendLine();
        text.AppendLine(culture, $"Files that killed runs left in the spill folder: {SpillFilesLeft}.").AppendLine();
        text.AppendLine("| round | killed after s | found then |").AppendLine("| --- | --- | --- |");
        foreach (KillMoment moment in Moments)
            text.AppendLine(culture, $"| {moment.Round} | {(moment.IsKilled ? moment.AfterSeconds.ToString("F3", culture) : "had ended")} | {moment.Found} |");
        return text.ToString();
    }
}
