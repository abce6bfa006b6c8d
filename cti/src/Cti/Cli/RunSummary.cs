using System.Globalization;
using Cti.Cli.Tables;
using Cti.Manifests;
using Cti.Pipelines;
using Cti.Telemetry;
using Cti.Warehouses;
using Microsoft.Extensions.Logging;

namespace Cti.Cli;

/// <summary>The short tables at the end of a run, on standard error: counts, the first reasons for rejects, what was loaded.</summary>
internal static class RunSummary
{
    private const int LongestMessage = 60;

    /// <summary>Shows them.</summary>
    /// <param name="output">Takes the tables; null where no person reads: then the rejects' reasons are logged.</param>
    /// <param name="logger">The log.</param>
    /// <param name="counts">What became of the records; null where none were read.</param>
    /// <param name="rejects">The first reasons.</param>
    /// <param name="loads">What was loaded.</param>
    public static void Show(ErrorOutput? output, ILogger logger, Counts? counts, IReadOnlyList<RejectReason> rejects, IReadOnlyList<TableLoad> loads)
    {
        if (output is null)
        {
            foreach (RejectReason reason in rejects)
            {
                logger.RejectedFor(reason.Records, reason.Code, reason.Field ?? "record", reason.Message);
            }

            return;
        }

        if (counts is not null)
        {
            Print(output, TextTable.Lines(
                ["read", "written", "duplicates", "reassigned", "filtered", "rejected"],
                [[Number(counts.Read), Number(counts.Written), Number(counts.Duplicates), Number(counts.Reassigned), Number(counts.Filtered), Number(counts.Rejected)]],
                [true, true, true, true, true, true]));
        }

        if (rejects.Count > 0)
        {
            Print(output, TextTable.Lines(
                ["rejected", "field", "code", "first message"],
                [.. rejects.Select(IReadOnlyList<string> (r) => [Number(r.Records), r.Field ?? "(record)", r.Code, Short(r.Message)])],
                [true, false, false, false]));
        }

        if (loads.Count > 0)
        {
            Print(output, TextTable.Lines(
                ["table", "staged", "inserted", "updated", "ignored", "loaded before"],
                [.. loads.Select(IReadOnlyList<string> (l) => [l.Table, Number(l.Staged), Number(l.Inserted), Number(l.Updated), Number(l.Ignored), l.AlreadyLoaded ? "yes" : "no"])],
                [false, true, true, true, true, false]));
        }
    }

    private static void Print(ErrorOutput output, IEnumerable<string> lines)
    {
        foreach (string line in lines)
        {
            output.WriteLine(line);
        }

        output.WriteLine(string.Empty);
    }

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Short(string message)
    {
        string line = message.ReplaceLineEndings(" ");
        return line.Length <= LongestMessage ? line : string.Concat(line.AsSpan(0, LongestMessage - 1), "…");
    }
}
