namespace Cti.Records;

/// <summary>An analytics query that users call by name.</summary>
/// <param name="Name">Lower case with hyphens.</param>
/// <param name="Summary">One sentence for the help.</param>
/// <param name="Sql">By warehouse dialect (<c>duckdb</c>, <c>postgres</c>, <c>redshift</c>, <c>athena</c>; <c>*</c> for all others). Placeholders:
/// <c>{table}</c> names become qualified (<c>{events}</c>), <c>{period}</c> is <c>year</c>, <c>month</c> or <c>day</c> where <paramref name="Periods"/>,
/// <c>{bytewise}</c> after a text to sort by makes its order that of its bytes.</param>
/// <param name="Periods">Whether the query takes <c>--by year|month|day</c>.</param>
public sealed record NamedQuery(string Name, string Summary, IReadOnlyDictionary<string, string> Sql, bool Periods = false)
{
    /// <summary>SQL that every warehouse understands.</summary>
    public static IReadOnlyDictionary<string, string> Everywhere(string sql) => new Dictionary<string, string> { ["*"] = sql };
}
