using System.Globalization;
using Cti.Manifests;

namespace Cti.Pipelines.Anomalies;

/// <summary>Finds the numbers of a run that are far from those of earlier ones.</summary>
/// <remarks>
/// Far is measured by the median and the median absolute deviation, so that single odd runs before do not count. Each kind of number has a least deviation: what chance
/// alone gives at that size, and a share below which a change is nobody's concern.
/// </remarks>
/// <param name="threshold">So many deviations are an anomaly.</param>
internal sealed class AnomalyDetector(double threshold)
{
    /// <summary>With fewer earlier runs nothing is said.</summary>
    public const int LeastRuns = 5;

    private const double LeastOfCount = 0.05;
    private const double LeastOfRate = 0.005;
    private const double LeastOfDistinct = 0.06;
    private const double LeastOfRatio = 0.05;

    /// <summary>Compares a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="past">Earlier ones.</param>
    /// <returns>The anomalies: of the records, then table by table.</returns>
    public IReadOnlyList<Anomaly> Compare(RunProfile run, IReadOnlyList<RunProfile> past)
    {
        List<Anomaly?> found = [Rejects(run, past)];
        foreach (TableProfile table in run.Tables)
        {
            TableProfile[] before = [.. past.Select(p => p.Tables.FirstOrDefault(t => t.Table == table.Table)).OfType<TableProfile>()];
            found.Add(Rows(table, before));
            found.AddRange(table.Columns.Select(c => Nulls(table, c, before)));
            found.AddRange(table.Columns.Select(c => Distinct(table, c, before)));
        }

        return [.. found.OfType<Anomaly>()];
    }

    private Anomaly? Rejects(RunProfile run, IReadOnlyList<RunProfile> past)
    {
        (long Rejected, long Read)[] before = [.. past.Where(p => p.Read > 0).Select(p => (p.Rejected, p.Read))];
        if (run.Read == 0 || before.Length < LeastRuns)
            return null;
        Spread spread = Spread.Of(before.Select(b => b.Rejected / (double)b.Read));
        double rate = run.Rejected / (double)run.Read;
        double score = spread.Score(rate, LeastDeviation(spread.Median, Math.Min(run.Read, Spread.Of(before.Select(b => (double)b.Read)).Median)));
        // Fewer than usual is good news.
        return rate > spread.Median && score > threshold ? Make("reject_rate", null, null, "reject rate", rate, spread, before.Length, score) : null;
    }

    private Anomaly? Rows(TableProfile table, TableProfile[] before)
    {
        if (before.Length < LeastRuns)
            return null;
        Spread spread = Spread.Of(before.Select(b => (double)b.Rows));
        double score = spread.Score(table.Rows, Math.Max(Math.Max(spread.Median * LeastOfCount, Math.Sqrt(spread.Median)), 1));
        return score > threshold ? Make("rows", table.Table, null, $"rows of {table.Table}", table.Rows, spread, before.Length, score) : null;
    }

    private Anomaly? Nulls(TableProfile table, ColumnProfile column, TableProfile[] before)
    {
        (double Nulls, double Rows)[] past = [.. ColumnsOf(before, column.Name).Where(p => p.Rows > 0).Select(p => ((double)p.Column.Nulls, (double)p.Rows))];
        if (table.Rows == 0 || past.Length < LeastRuns)
            return null;
        Spread spread = Spread.Of(past.Select(p => p.Nulls / p.Rows));
        double rate = column.Nulls / (double)table.Rows;
        double score = spread.Score(rate, LeastDeviation(spread.Median, Math.Min(table.Rows, Spread.Of(past.Select(p => p.Rows)).Median)));
        return score > threshold ? Make("null_rate", table.Table, column.Name, $"null rate of {table.Table}.{column.Name}", rate, spread, past.Length, score) : null;
    }

    // Of a column like an id the count follows the rows, of one like a country it does not: odd is what neither explains.
    private Anomaly? Distinct(TableProfile table, ColumnProfile column, TableProfile[] before)
    {
        (double Distinct, double Rows)[] past = [.. ColumnsOf(before, column.Name).Where(p => p.Rows > 0 && p.Column.Distinct is not null).Select(p => ((double)p.Column.Distinct!, (double)p.Rows))];
        if (table.Rows == 0 || column.Distinct is not { } distinct || past.Length < LeastRuns)
            return null;
        Spread spread = Spread.Of(past.Select(p => p.Distinct));
        Spread ratios = Spread.Of(past.Select(p => p.Distinct / p.Rows));
        double score = Math.Min(
            spread.Score(distinct, Math.Max(Math.Max(spread.Median * LeastOfDistinct, Math.Sqrt(spread.Median)), 1)),
            ratios.Score(distinct / (double)table.Rows, Math.Max(ratios.Median * LeastOfRatio, Math.Sqrt(spread.Median) / Math.Min(table.Rows, Spread.Of(past.Select(p => p.Rows)).Median))));
        return score > threshold ? Make("distinct", table.Table, column.Name, $"distinct values of {table.Table}.{column.Name}", distinct, spread, past.Length, score) : null;
    }

    private static IEnumerable<(ColumnProfile Column, long Rows)> ColumnsOf(TableProfile[] tables, string name) =>
        tables.SelectMany(t => t.Columns.Where(c => c.Name == name), (t, c) => (c, t.Rows));

    // What a share of so many varies by if nothing has changed; with one more of each, so that none at all is not taken for never.
    private static double LeastDeviation(double rate, double count)
    {
        double smoothed = ((rate * count) + 1) / (count + 2);
        return Math.Max(LeastOfRate, Math.Sqrt(smoothed * (1 - smoothed) / count));
    }

    private static Anomaly Make(string metric, string? table, string? column, string what, double value, Spread spread, int runs, double score)
    {
        bool isRate = metric.EndsWith("_rate", StringComparison.Ordinal);
        string Text(double number) => number.ToString(isRate ? "0.##%" : "#,##0.##", CultureInfo.InvariantCulture);
        return new Anomaly
        {
            Metric = metric,
            Table = table,
            Column = column,
            Value = value,
            Median = spread.Median,
            Mad = spread.Mad,
            Runs = runs,
            Score = Math.Round(score, 1),
            Message = string.Create(CultureInfo.InvariantCulture, $"{what} {Text(value)} where {runs} runs had a median of {Text(spread.Median)} (MAD {Text(spread.Mad)})"),
        };
    }
}
