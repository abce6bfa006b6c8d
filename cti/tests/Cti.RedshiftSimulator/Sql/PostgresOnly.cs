namespace Cti.RedshiftSimulator;

/// <summary>What PostgreSQL has and Redshift does not: it would run here, and fail there.</summary>
internal static class PostgresOnly
{
    private static readonly string[][] Phrases =
    [
        ["on", "conflict"], ["returning"], ["lateral"], ["for", "update"], ["for", "share"], ["distinct", "on"], ["is", "distinct"],
        ["is", "not", "distinct"], ["as", "materialized"], ["as", "not", "materialized"], ["collate"], ["ctid"], ["fetch", "first"], ["fetch", "next"],
        ["tablesample"], ["overriding"],
    ];

    private static readonly string[] Functions =
    [
        "string_agg", "array_agg", "json_agg", "jsonb_agg", "unnest", "gen_random_uuid", "pg_advisory_lock", "pg_advisory_xact_lock", "pg_try_advisory_lock",
        "pg_try_advisory_xact_lock", "to_jsonb", "jsonb_array_elements", "jsonb_array_elements_text", "json_array_elements", "regexp_matches", "regexp_split_to_table",
        "regexp_split_to_array", "string_to_array", "array_to_string", "format", "concat_ws", "make_date", "make_timestamp", "clock_timestamp", "statement_timestamp",
        "make_interval", "xmin", "filter", "convert_from", "sha256", "generate_series",
    ];

    private static readonly string[] Types = ["jsonb", "json", "uuid", "bytea", "serial", "bigserial", "money", "inet", "xml", "regclass"];

    /// <summary>Looks through a statement.</summary>
    /// <exception cref="SqlRefusedException">It holds such a thing.</exception>
    public static void Refuse(IReadOnlyList<SqlToken> tokens)
    {
        for (int i = 0; i < tokens.Count; i++)
        {
            SqlToken token = tokens[i];
            if (token.IsSymbol("[") || (token.IsSymbol("(") && i + 1 < tokens.Count && tokens[i + 1].IsWord("values")) || (i == 0 && token.IsWord("values")))
                throw Refused(i + 1 < tokens.Count ? tokens[i + 1].Value : token.Value);
            if (token.Kind != SqlTokenKind.Word || (i > 0 && tokens[i - 1].IsSymbol(".")))
                continue;
            bool called = i + 1 < tokens.Count && tokens[i + 1].IsSymbol("(");
            bool cast = i > 0 && (tokens[i - 1].IsSymbol("::") || tokens[i - 1].IsWord("as"));
            if ((called && Functions.Contains(token.Value)) || (cast && !called && Types.Contains(token.Value)) || Phrases.Any(p => StandsAt(tokens, i, p)))
                throw Refused(token.Value);
        }
    }

    private static bool StandsAt(IReadOnlyList<SqlToken> tokens, int at, string[] phrase) =>
        at + phrase.Length <= tokens.Count && phrase.Select((w, i) => tokens[at + i].IsWord(w)).All(same => same);

    private static SqlRefusedException Refused(string near) => new($"syntax error at or near \"{near}\": PostgreSQL has this, Redshift does not");
}
