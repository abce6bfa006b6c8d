using System.Text.RegularExpressions;
using Cti.Failures;
using Cti.Records;

namespace Cti.Warehouses;

/// <summary>The SQL of a named query in one warehouse, its placeholders filled.</summary>
public static partial class QuerySql
{
    private static readonly string[] Periods = ["year", "month", "day"];

    /// <summary>Fills a query's placeholders.</summary>
    /// <param name="query">The query.</param>
    /// <param name="period"><c>year</c>, <c>month</c> or <c>day</c>; only looked at where the query takes one.</param>
    /// <param name="dialect">The warehouse's SQL.</param>
    /// <param name="naming">The settings' schema and table.</param>
    /// <exception cref="CtiException">Usage: another period, or a query this warehouse has no SQL for.</exception>
    public static string Of(NamedQuery query, string period, SqlDialect dialect, TableNaming naming)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(dialect);
        ArgumentNullException.ThrowIfNull(naming);
        if (query.Periods && !Periods.Contains(period))
            throw CtiException.Usage("query", $"query {query.Name} goes by year, month or day, not by '{period}'.");
        if (!query.Sql.TryGetValue(dialect.Name, out string? sql) && !query.Sql.TryGetValue("*", out sql))
            throw CtiException.Usage("query", $"query {query.Name} is not there for {dialect.Name}.");
        return Placeholder().Replace(sql, m => m.Groups[1].Value switch
        {
            "period" => period,
            "bytewise" => dialect.Bytewise,
            string table => Table(table, dialect, naming),
        });
    }

    private static string Table(string table, SqlDialect dialect, TableNaming naming)
    {
        Dataset dataset = DatasetCatalog.All.First(d => d.Tables.Any(t => t.Name == table || t.Derived.Any(x => x.Name == table)));
        bool isDeclared = dataset.Tables.Any(t => t.Name == table);
        string name = naming.NameOf(dataset, table);
        return dialect.Qualify(naming.SchemaIn(dialect), isDeclared ? dialect.RowsOf(name) : name);
    }

    [GeneratedRegex(@"\{([a-z_]+)\}")]
    private static partial Regex Placeholder();
}
