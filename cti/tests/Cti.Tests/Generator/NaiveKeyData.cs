using System.Text;

namespace Cti.Tests.Generator;

/// <summary>The key-data rules once more, as plainly as they can be written.</summary>
internal static class NaiveKeyData
{
    public static NaiveCounts Judge(Stream file)
    {
        HashSet<(string, string)> pairs = [];
        SortedDictionary<string, long> reasons = new(StringComparer.Ordinal);
        int rejected = 0;
        List<string[]> rows = [.. NaiveCsv.Read(file).Skip(1)];
        foreach (string[] row in rows)
        {
            string[] faults = [.. Faults([.. row.Select(field => field.Trim().ToLowerInvariant())])];
            foreach (string fault in faults) reasons[fault] = reasons.GetValueOrDefault(fault) + 1;
            if (faults.Length > 0) rejected++;
            else pairs.Add((row[0].Trim().ToLowerInvariant(), row[1].Trim().ToLowerInvariant()));
        }

        return new NaiveCounts(rows.Count, pairs.Count, rows.Count - rejected - pairs.Count, 0, 0, rejected) { Reasons = reasons };
    }

    private static IEnumerable<string> Faults(string[] row)
    {
        if (row.Length != 2) return ["ragged_row"];
        if (row is ["", ""]) return ["empty_record"];
        return new[] { Fault("Key", row[0], 1024), Fault("Data", row[1], 4096) }.OfType<string>();
    }

    private static string? Fault(string name, string text, int longest) =>
        text.Length == 0 ? $"{name}:required" : Encoding.UTF8.GetByteCount(text) > longest ? $"{name}:too_long" : null;
}
