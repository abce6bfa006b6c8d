using System.Globalization;
using Cti.Failures;
using Cti.Warehouses.Glue.Api;

namespace Cti.Warehouses.Glue;

/// <summary>Which partitions a replacing load takes the place of.</summary>
internal static class GlueReplacement
{
    private const int MostNamed = 5;

    /// <summary>The partitions to drop: all others, or those of the month.</summary>
    /// <param name="unit">What is loaded.</param>
    /// <param name="table">The table's name, for messages.</param>
    /// <param name="runs">What stays or comes.</param>
    /// <param name="all">All partitions of the table.</param>
    /// <exception cref="CtiException">Usage: a run that is loaded has rows of other months. RefusedByWarehouse: one that is there has.</exception>
    public static IReadOnlyList<GluePartition> Others(LoadUnit unit, string table, IReadOnlyList<RunPartition> runs, IReadOnlyList<GluePartition> all)
    {
        GluePartition[] others = [.. all.Where(p => p.Values is not [var run] || runs.All(r => r.Run != run))];
        if (unit.Month is not { } month)
            return others;
        RunPartition? outside = runs.FirstOrDefault(r => r.Rows > 0 && r.IsIn(month) != true);
        if (outside is not null)
            throw CtiException.Usage("load", $"{outside.Source.Uri} holds rows of table {table} outside {month}, or without a time, which replacing that month would add again at each load; extract with --month {month}.");
        string[] mixed = [.. others.Where(p => RunPartition.IsIn(p, month) is null).Select(p => string.Join('/', p.Values))];
        if (mixed.Length > 0)
        {
            string more = mixed.Length > MostNamed ? string.Create(CultureInfo.InvariantCulture, $" and {mixed.Length - MostNamed} more") : "";
            throw new CtiException(
                FailureKind.RefusedByWarehouse,
                "load",
                $"{table} holds runs that may have rows of {month} and of other months too, and a partition is dropped as a whole: {string.Join(", ", mixed.Take(MostNamed))}{more}; nothing was changed. Replace the whole table by runs of single months (extract with --month), or merge.");
        }

        return [.. others.Where(p => RunPartition.IsIn(p, month) == true)];
    }
}
