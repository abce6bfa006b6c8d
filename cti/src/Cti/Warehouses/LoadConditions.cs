using System.Globalization;
using Cti.Records;

namespace Cti.Warehouses;

/// <summary>The conditions that decide which rows a load replaces, in SQL of any dialect: <c>t</c> is the table's row, <c>s</c> the staged one.</summary>
internal sealed class LoadConditions(SqlDialect dialect, TableDefinition table)
{
    /// <summary>Whether the two rows have one key; a NULL in it equals a NULL.</summary>
    public string SameKey => string.Join(" AND ", table.Key.Select(k => dialect.Equal(table, k, "t", "s")));

    /// <summary>Whether the staged row is older than the table's: then it is ignored.</summary>
    /// <remarks>A row without a version is older than any with one; equal versions are replaced, as the later load arrived later.</remarks>
    public string OlderThanTable
    {
        get
        {
            string version = dialect.Quote(table.VersionColumn!);
            return $"(t.{version} IS NOT NULL AND (s.{version} IS NULL OR s.{version} < t.{version}))";
        }
    }

    /// <summary>Whether a row lies in a month, <c>2021-04</c>; NULL where it has no time.</summary>
    public string InMonth(string month)
    {
        DateTime first = DateTime.ParseExact(month, "yyyy-MM", CultureInfo.InvariantCulture);
        string column = dialect.Quote(table.MonthColumn!);
        return string.Create(CultureInfo.InvariantCulture, $"{column} >= DATE '{first:yyyy-MM-dd}' AND {column} < DATE '{first.AddMonths(1):yyyy-MM-dd}'");
    }
}
