namespace Cti.Records.Events;

/// <summary>The analytics queries of <c>events</c>. Ties break by name, in the order of the text's bytes.</summary>
public static class EventsQueries
{
    private const string ByEmail = """
        SELECT email, COUNT(*) AS events
        FROM {events}
        GROUP BY email
        ORDER BY events DESC, email{bytewise}
        LIMIT 10
        """;

    private const string ByCompany = """
        SELECT company, COUNT(*) AS events
        FROM {events}
        GROUP BY company
        ORDER BY events DESC, company{bytewise}
        LIMIT 10
        """;

    private const string ByCountry = """
        SELECT country, COUNT(*) AS events
        FROM {events}
        GROUP BY country
        ORDER BY events DESC, country{bytewise}
        """;

    private const string ByUriAndAction = """
        SELECT uri, action, COUNT(*) AS events
        FROM {events}
        GROUP BY uri, action
        ORDER BY events DESC, uri{bytewise}, action{bytewise}
        """;

    private const string TagsInDuckDb = """
        SELECT "tag", COUNT(*) AS uses
        FROM (SELECT unnest(from_json(tags, '["VARCHAR"]')) AS "tag" FROM {events}) AS single
        GROUP BY "tag"
        ORDER BY uses DESC, "tag"
        LIMIT 10
        """;

    private const string TagsInPostgres = """
        SELECT "tag", COUNT(*) AS uses
        FROM {events} AS e CROSS JOIN LATERAL jsonb_array_elements_text(e.tags::jsonb) AS single("tag")
        GROUP BY "tag"
        ORDER BY uses DESC, "tag"{bytewise}
        LIMIT 10
        """;

    // TAG is a word of Redshift's language; a SUPER value cast to text loses its quotes.
    private const string TagsInRedshift = """
        SELECT "tag", COUNT(*) AS uses
        FROM (
          SELECT CAST(t AS VARCHAR(65535)) AS "tag"
          FROM (SELECT JSON_PARSE(tags) AS list FROM {events}) AS e, e.list AS t
        ) AS single
        GROUP BY "tag"
        ORDER BY uses DESC, "tag"
        LIMIT 10
        """;

    private const string TagsInAthena = """
        SELECT "tag", COUNT(*) AS uses
        FROM {events} AS e CROSS JOIN UNNEST(CAST(JSON_PARSE(e.tags) AS ARRAY(VARCHAR))) AS single ("tag")
        GROUP BY "tag"
        ORDER BY uses DESC, "tag"
        LIMIT 10
        """;

    private static readonly Dictionary<string, string> Tags = new() { ["duckdb"] = TagsInDuckDb, ["postgres"] = TagsInPostgres, ["redshift"] = TagsInRedshift, ["athena"] = TagsInAthena };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<NamedQuery> All { get; } =
    [
        new("number-of-events", "Events by year, month or day.", PeriodSql.Counts("events", "timestamp"), Periods: true),
        new("most-active-users", "The ten e-mail addresses with the most events.", NamedQuery.Everywhere(ByEmail)),
        new("most-active-companies", "The ten companies with the most events.", NamedQuery.Everywhere(ByCompany)),
        new("top-tags", "The ten tags used most.", Tags),
        new("active-countries", "Events by country, the most first.", NamedQuery.Everywhere(ByCountry)),
        new("uri-actions", "Which action was done on which URI how often.", NamedQuery.Everywhere(ByUriAndAction)),
        new("activity-trend", "Events by month, with the change from the month before.", PeriodSql.Trend("events", "timestamp")),
    ];
}
