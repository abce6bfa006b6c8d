using System.Globalization;
using Cti.Records;

namespace Cti.Warehouses;

/// <summary>The conditions that decide which rows a load replaces, in SQL of any dialect: <c>s</c> is the staged row.</summary>
/// <param name="dialect">The warehouse's SQL.</param>
/// <param name="table">The declaration.</param>
/// <param name="row">What the table's row goes by.</param>
internal sealed class LoadConditions(SqlDialect dialect, TableDefinition table, string row = "t")
{
    /// <summary>Whether the two rows agree in the columns that rows are replaced by, the key where no others are named; a NULL equals a NULL.</summary>
    public string SameKey => string.Join(" AND ", table.ReplacedBy.Select(k => dialect.Equal(table, k, row, "s")));

    /// <summary>Whether the staged row must not take the place of the table's: then it is ignored.</summary>
    /// <remarks>
    /// A row without a version is older than any with one. Where the newest stays, equal versions are replaced, as the later load arrived later; where
    /// the oldest stays, what is there does.
    /// </remarks>
    public string OlderThanTable
    {
        get
        {
            string version = dialect.Quote(table.VersionColumn!);
            if (table.OldestStays)
                return $"({row}.{version} IS NULL OR {row}.{version} <= s.{version})";
            string older = Older(version);
            return table.ThenVersionColumn is null ? older : $"({older} OR ({dialect.Equal(table, table.VersionColumn!, row, "s")} AND {Older(dialect.Quote(table.ThenVersionColumn))}))";
        }
    }

    private string Older(string version) => $"({row}.{version} IS NOT NULL AND (s.{version} IS NULL OR s.{version} < {row}.{version}))";

    /// <summary>Whether a row lies in a month, <c>2021-04</c>; NULL where it has no time.</summary>
    public string InMonth(string month)
    {
        DateTime first = DateTime.ParseExact(month, "yyyy-MM", CultureInfo.InvariantCulture);
        string column = dialect.Quote(table.MonthColumn!);
        return string.Create(CultureInfo.InvariantCulture, $"{column} >= DATE '{first:yyyy-MM-dd}' AND {column} < DATE '{first.AddMonths(1):yyyy-MM-dd}'");
    }
}
