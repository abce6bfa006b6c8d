using System.Globalization;
using Cti.EndToEnd.Running;

namespace Cti.EndToEnd.Campaigns;

/// <summary>When an erasure is killed: after a time, or once something of it is there.</summary>
/// <param name="Name">What it is called in results.</param>
/// <param name="After">How long to wait; from the sign on, where there is one.</param>
/// <param name="Sign">The sign, looked for in the folder of the workspace; null for none.</param>
internal sealed record ErasureMoment(string Name, TimeSpan After, Func<string, bool>? Sign = null)
{
    private const int LongestMilliseconds = 12;
    private static readonly EnumerationOptions s_everything = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None };

    /// <summary>Draws one whose sign an earlier kill has not left.</summary>
    public static ErasureMoment DrawNew(Random random, Workspace workspace, bool isS3)
    {
        ErasureMoment drawn;
        do
            drawn = isS3 ? DrawS3(random) : DrawLocal(random);
        while (drawn.Sign?.Invoke(workspace.Folder) == true);
        return drawn;
    }

    // By time every second one, else by what appears, the copy of DuckDB's file among it.
    private static ErasureMoment DrawLocal(Random random)
    {
        int newFiles = random.Next(1, 9);
        TimeSpan soon = TimeSpan.FromMilliseconds(random.NextDouble() * LongestMilliseconds);
        return random.Next(8) switch
        {
            0 => new ErasureMoment("the record is there", soon, folder => Has(folder, "erasure.*.json", 1)),
            1 => new ErasureMoment(string.Create(CultureInfo.InvariantCulture, $"new files are there ({newFiles})"), soon, folder => Has(folder, "*.r2.*", newFiles)),
            2 => new ErasureMoment("the database is being copied", soon, IsCopied),
            3 => new ErasureMoment("the proof is there", soon, folder => Has(folder, "proof.json", 1)),
            _ => Draw(random, 80, 500),
        };
    }

    private static ErasureMoment Draw(Random random, int first, int last) => new("a time", TimeSpan.FromMilliseconds(random.Next(first, last)));

    // Of a bucket's objects none can be seen at once; DuckDB's file can.
    private static ErasureMoment DrawS3(Random random) => random.Next(4) == 0
        ? new ErasureMoment("the database is being copied", TimeSpan.FromMilliseconds(random.NextDouble() * LongestMilliseconds), IsCopied)
        : Draw(random, 150, 1200);

    private static bool IsCopied(string folder) => File.Exists(Path.Combine(folder, "w.duckdb.erasing"));

    private static bool Has(string folder, string pattern, int count) => Directory.EnumerateFiles(Path.Combine(folder, "place", "out"), pattern, s_everything).Take(count).Count() == count;
}
