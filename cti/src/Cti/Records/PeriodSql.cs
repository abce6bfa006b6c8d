namespace Cti.Records;

/// <summary>Queries that count rows over time; the warehouses differ in how they write a date as text.</summary>
internal static class PeriodSql
{
    /// <summary>Rows by <c>{period}</c>, which is text such as <c>2021</c>, <c>2021-04</c> or <c>2021-04-30</c>.</summary>
    /// <param name="table">The table, which also names the count.</param>
    /// <param name="time">Its timestamp; rows without one are left out.</param>
    public static IReadOnlyDictionary<string, string> Counts(string table, string time) => Each(date => $"""
        SELECT SUBSTR({date}, 1, CASE '{Period}' WHEN 'year' THEN 4 WHEN 'month' THEN 7 ELSE 10 END) AS "{Period}", {table}
        FROM {ByTime(table, time, Period)}
        ORDER BY first_day
        """);

    /// <summary>Rows by day.</summary>
    public static IReadOnlyDictionary<string, string> CountsByDay(string table, string time) => Each(date => $"""
        SELECT {date} AS "day", {table}
        FROM {ByTime(table, time, "day")}
        ORDER BY first_day
        """);

    /// <summary>Rows by month, with the change from the month before that has any: in rows and in per cent; NULL in the first.</summary>
    public static IReadOnlyDictionary<string, string> Trend(string table, string time) => Each(date => $"""
        SELECT SUBSTR({date}, 1, 7) AS "month", {table}, {table} - previous AS change, CAST(ROUND(100.0 * ({table} - previous) / previous, 1) AS DOUBLE PRECISION) AS change_percent
        FROM (SELECT first_day, {table}, LAG({table}) OVER (ORDER BY first_day) AS previous FROM {ByTime(table, time, "month")}) AS trend
        ORDER BY first_day
        """);

    /// <summary>A count and a sum by day.</summary>
    /// <param name="table">The table.</param>
    /// <param name="time">Its timestamp; rows without one are left out.</param>
    /// <param name="sum">The column to add up.</param>
    /// <param name="name">Its name in the answer.</param>
    /// <param name="count">The name of the count of rows in the answer.</param>
    public static IReadOnlyDictionary<string, string> SumsByDay(string table, string time, string sum, string name, string count) => Each(date => $"""
        SELECT {date} AS "day", {count}, {name}
        FROM (SELECT DATE_TRUNC('day', "{time}") AS first_day, COUNT(*) AS {count}, SUM({sum}) AS {name} FROM {"{" + table + "}"} WHERE "{time}" IS NOT NULL GROUP BY 1) AS added
        ORDER BY first_day
        """);

    private const string Period = "{period}";

    private static string ByTime(string table, string time, string period) =>
        $"(SELECT DATE_TRUNC('{period}', \"{time}\") AS first_day, COUNT(*) AS {table} FROM {{{table}}} WHERE \"{time}\" IS NOT NULL GROUP BY 1) AS counted";

    private static Dictionary<string, string> Each(Func<string, string> sql) => new()
    {
        ["duckdb"] = sql("STRFTIME(first_day, '%Y-%m-%d')"),
        ["athena"] = sql("DATE_FORMAT(first_day, '%Y-%m-%d')"),
        ["*"] = sql("TO_CHAR(first_day, 'YYYY-MM-DD')"),
    };
}
