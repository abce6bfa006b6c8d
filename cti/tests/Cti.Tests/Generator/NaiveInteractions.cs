using System.Text.RegularExpressions;

namespace Cti.Tests.Generator;

/// <summary>The interactions rules once more, as plainly as they can be written.</summary>
internal static partial class NaiveInteractions
{
    public static (NaiveCounts Counts, int CompleteRows) Judge(Stream file)
    {
        Dictionary<string, string[]> last = [];
        SortedDictionary<string, long> reasons = new(StringComparer.Ordinal);
        int rejected = 0;
        List<string[]> rows = [.. NaiveCsv.Read(file).Skip(1).Select(row => row.Select(field => field.Trim()).ToArray())];
        foreach (string[] row in rows)
        {
            string[] faults = [.. Faults(row)];
            foreach (string fault in faults) reasons[fault] = reasons.GetValueOrDefault(fault) + 1;
            if (faults.Length > 0) rejected++;
            else last[string.Join('\0', row[..3])] = row;
        }

        NaiveCounts counts = new(rows.Count, last.Count, rows.Count - rejected - last.Count, 0, 0, rejected) { Reasons = reasons };
        return (counts, last.Values.Count(row => row.All(field => field != "")));
    }

    private static IEnumerable<string> Faults(string[] row)
    {
        if (row.Length != 5)
        {
            yield return "ragged_row";
            yield break;
        }

        string[] names = ["interaction_id", "user_id", "product_id"];
        for (int i = 0; i < names.Length; i++)
        {
            if (row[i].Length == 0) yield return $"{names[i]}:required";
            else if (!Id().IsMatch(row[i])) yield return $"{names[i]}:invalid_id";
        }

        if (row[3].Length > 64) yield return "action:too_long";
        if (row[4].Length > 0 && NaiveEvents.Time(row[4]) is null) yield return "timestamp:invalid_timestamp";
    }

    [GeneratedRegex(@"^([0-9]*[1-9][0-9]*|[A-Za-z][A-Za-z0-9_-]*)\z")]
    private static partial Regex Id();
}
