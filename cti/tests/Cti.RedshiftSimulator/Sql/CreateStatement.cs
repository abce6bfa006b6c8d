namespace Cti.RedshiftSimulator;

/// <summary>CREATE statements. Primary and unique keys are not enforced, as on Redshift; distribution and sort keys become a comment on the table.</summary>
internal static class CreateStatement
{
    /// <summary>Translates one.</summary>
    public static TranslatedSql Translate(IReadOnlyList<SqlToken> tokens)
    {
        TokenReader reader = new(tokens);
        reader.ExpectWord("create");
        if (reader.Current.IsWord("schema"))
            return new TranslatedSql { Text = SqlText.Of(tokens) };
        if (reader.Current.IsWord("view") || (reader.Current.IsWord("or") && reader.Peek(2).IsWord("view")))
            return new TranslatedSql { Text = SqlText.Of(tokens) };
        if (reader.Current.IsWord("database"))
            return new TranslatedSql { Text = SqlText.Of(tokens), StandsAlone = true, WithoutTransaction = true };
        reader.TryWords("local");
        bool temporary = reader.TryWords("temp") || reader.TryWords("temporary");
        return reader.TryWords("table") ? Table(reader, temporary)
            : throw new SqlRefusedException($"CREATE {reader.Current.Value.ToUpperInvariant()} is not simulated, or no statement of Redshift");
    }

    private static TranslatedSql Table(TokenReader reader, bool temporary)
    {
        string condition = reader.TryWords("if", "not", "exists") ? "IF NOT EXISTS " : "";
        (string table, bool hasSchema) = reader.TakeTable();
        if (temporary && hasSchema)
            throw new SqlRefusedException("a temporary table cannot specify a schema");
        IReadOnlyList<IReadOnlyList<SqlToken>> elements = reader.Current.IsSymbol("(") ? reader.TakeList() : [];
        HashSet<string> required = [.. elements.SelectMany(PrimaryKey)];
        ColumnText[] columns = [.. elements.Where(IsColumn).Select(e => ColumnText.Read(e, required.Contains))];
        string[] likes = [.. elements.Where(e => e[0].IsWord("like")).Select(Like)];

        TableDesign design = TableDesign.Read(reader, columns);
        IReadOnlyList<SqlToken> query = reader.TryWords("as") ? reader.TakeRest() : [];
        if (!reader.IsAtEnd)
            throw reader.Unexpected();
        if (query.Count == 0 && columns.Length + likes.Length == 0)
            throw new SqlRefusedException("a table needs columns");
        if (query.Count > 0 && elements.Count > 0)
            throw new SqlRefusedException("CREATE TABLE AS with a list of columns is not simulated");

        string body = query.Count > 0 ? " AS " + SqlText.Of(query) : " (" + string.Join(", ", [.. likes, .. columns.Select(c => c.Sql)]) + ")";
        return new TranslatedSql
        {
            Text = $"CREATE {(temporary ? "TEMPORARY " : "")}TABLE {condition}{table}{body}",
            NewTable = table,
            Then = [$"COMMENT ON TABLE {table} IS {new SqlToken(SqlTokenKind.Literal, design.ToJson(), false).ToPostgres()}"],
        };
    }

    private static bool IsColumn(IReadOnlyList<SqlToken> element)
    {
        if (element.Count == 0)
            throw new SqlRefusedException("syntax error at or near \",\"");
        if (element[0].IsWord("check", "exclude"))
            throw new SqlRefusedException("CHECK constraints are not supported by Redshift");
        return !element[0].IsWord("like", "primary", "unique", "foreign", "constraint");
    }

    private static IEnumerable<string> PrimaryKey(IReadOnlyList<SqlToken> element)
    {
        TokenReader reader = new(element);
        if (reader.TryWords("constraint"))
            reader.TakeIdentifier();
        return reader.TryWords("primary", "key") ? reader.TakeList().Select(c => c[0].Value) : [];
    }

    private static string Like(IReadOnlyList<SqlToken> element)
    {
        TokenReader reader = new(element);
        reader.ExpectWord("like");
        string table = reader.TakeTable().Text;
        bool defaults = reader.TryWords("including", "defaults");
        _ = defaults || reader.TryWords("excluding", "defaults");
        // Redshift takes over NOT NULL and types; the length in bytes is part of the type there, and a constraint here.
        return reader.IsAtEnd ? $"LIKE {table} INCLUDING CONSTRAINTS{(defaults ? " INCLUDING DEFAULTS" : "")}" : throw reader.Unexpected();
    }
}
