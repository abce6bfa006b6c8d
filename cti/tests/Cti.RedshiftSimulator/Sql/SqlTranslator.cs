namespace Cti.RedshiftSimulator;

/// <summary>Turns a statement of Redshift's SQL into PostgreSQL's, and refuses what Redshift would refuse.</summary>
internal static class SqlTranslator
{
    private static readonly string[] Transactions = ["begin", "start", "commit", "end", "rollback", "abort", "savepoint", "release"];
    private static readonly string[] PassedOn = ["select", "with", "insert", "update", "delete", "merge", "drop", "explain", "show", "comment", "grant", "revoke", "analyze"];

    // Settings of Redshift's own that change no answer.
    private static readonly string[] IdleSettings = ["query_group", "wlm_query_slot_count", "enable_result_cache_for_session", "analyze_threshold_percent"];

    /// <summary>Translates one statement.</summary>
    /// <exception cref="SqlRefusedException">Redshift would refuse it, or it is not simulated.</exception>
    public static TranslatedSql Translate(string sql)
    {
        List<SqlToken> tokens = [.. SqlLexer.Read(sql)];
        while (tokens is [.., var last] && last.IsSymbol(";"))
            tokens.RemoveAt(tokens.Count - 1);
        if (tokens.Count == 0)
            throw new SqlRefusedException("the statement is empty");
        if (tokens.Any(t => t.IsSymbol(";")))
            throw new SqlRefusedException("cannot insert multiple commands into a prepared statement");

        SqlToken first = tokens[0];
        if (first.IsWord(Transactions))
            throw new SqlRefusedException($"{first.Value.ToUpperInvariant()} is not allowed: a statement or batch is a transaction of its own");
        return first switch
        {
            _ when first.IsWord("copy") => Copy(tokens),
            _ when first.IsWord("create") => CreateStatement.Translate(tokens),
            _ when first.IsWord("alter") => AlterTable.Translate(tokens),
            _ when first.IsWord("lock") => Lock(tokens),
            _ when first.IsWord("truncate") => new TranslatedSql { Text = SqlText.Of(tokens), StandsAlone = true },
            _ when first.IsWord("vacuum") => new TranslatedSql { Text = "SELECT 1 WHERE FALSE", StandsAlone = true },
            _ when first.IsWord("set") => Set(tokens),
            _ when first.IsWord(PassedOn) || first.IsSymbol("(") => new TranslatedSql { Text = SqlText.Of(tokens), Writes = WrittenBy(tokens) },
            _ => throw new SqlRefusedException($"{first.Value.ToUpperInvariant()} is not simulated, or no statement of Redshift"),
        };
    }

    private static TranslatedSql Copy(List<SqlToken> tokens)
    {
        CopyCommand copy = CopyCommand.Parse(new TokenReader(tokens));
        return new TranslatedSql { Copy = copy, Writes = copy.Table };
    }

    // Also behind WITH, whose queries cannot change anything on Redshift: the first such word at the top is the statement's own.
    private static string? WrittenBy(List<SqlToken> tokens)
    {
        int depth = 0;
        for (int i = 0; i < tokens.Count && tokens[0].IsWord("insert", "update", "delete", "merge", "with"); i++)
        {
            depth += tokens[i].IsSymbol("(") ? 1 : tokens[i].IsSymbol(")") ? -1 : 0;
            if (depth > 0 || !tokens[i].IsWord("insert", "update", "delete", "merge"))
                continue;
            TokenReader reader = new([.. tokens.Skip(i + 1)]);
            _ = reader.TryWords("into") || reader.TryWords("from");
            return reader.TakeTable().Text;
        }

        return null;
    }

    private static TranslatedSql Lock(List<SqlToken> tokens)
    {
        TokenReader reader = new(tokens);
        reader.ExpectWord("lock");
        reader.TryWords("table");
        List<string> tables = [];
        do
            tables.Add(reader.TakeTable().Text);
        while (reader.TrySymbol(","));
        if (!reader.IsAtEnd)
            throw reader.Unexpected();
        return new TranslatedSql { Text = $"LOCK TABLE {string.Join(", ", tables)} IN ACCESS EXCLUSIVE MODE" };
    }

    private static TranslatedSql Set(List<SqlToken> tokens)
    {
        string name = tokens.Count > 1 ? tokens[1].Value : "";
        if (IdleSettings.Contains(name))
            return new TranslatedSql { Text = "SELECT 1 WHERE FALSE" };
        return name switch
        {
            "search_path" => new TranslatedSql { Text = SqlText.Of(tokens) + ", " + SystemCatalog.Schema },
            "statement_timeout" or "timezone" => new TranslatedSql { Text = SqlText.Of(tokens), Writes = WrittenBy(tokens) },
            _ => throw new SqlRefusedException($"SET {name} is not simulated"),
        };
    }
}
