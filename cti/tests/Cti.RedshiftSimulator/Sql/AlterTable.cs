namespace Cti.RedshiftSimulator;

/// <summary>ALTER TABLE: columns added, dropped, renamed or widened.</summary>
internal static class AlterTable
{
    /// <summary>Translates one.</summary>
    public static TranslatedSql Translate(IReadOnlyList<SqlToken> tokens)
    {
        TokenReader reader = new(tokens);
        reader.ExpectWord("alter");
        if (!reader.TryWords("table"))
            throw new SqlRefusedException($"ALTER {reader.Current.Value.ToUpperInvariant()} is not simulated");
        string table = reader.TakeTable().Text;
        if (reader.TryWords("add"))
        {
            reader.TryWords("column");
            if (reader.Current.IsWord("constraint", "primary", "unique", "foreign", "if"))
                throw new SqlRefusedException($"ALTER TABLE ADD {reader.Current.Value.ToUpperInvariant()} is not simulated, or no statement of Redshift");
            return new TranslatedSql { Text = $"ALTER TABLE {table} ADD COLUMN {ColumnText.Read(reader.TakeRest(), _ => false).Sql}" };
        }

        return reader.TryWords("alter") ? Widen(reader, table)
            : reader.TryWords("rename") || reader.TryWords("drop") || reader.TryWords("owner") ? new TranslatedSql { Text = SqlText.Of(tokens) }
            : throw new SqlRefusedException($"ALTER TABLE {reader.Current.Value.ToUpperInvariant()} is not simulated");
    }

    private static TranslatedSql Widen(TokenReader reader, string table)
    {
        reader.TryWords("column");
        SqlToken column = reader.TakeIdentifier();
        reader.ExpectWord("type");
        ColumnType type = ColumnType.Read(reader);
        if (!reader.IsAtEnd)
            throw reader.Unexpected();
        if (type.MaxBytes is null || !type.Text.StartsWith("character varying", StringComparison.Ordinal))
            throw new SqlRefusedException("target data type is not supported: only the length of a VARCHAR column can be changed");
        return new TranslatedSql
        {
            Text = $"ALTER TABLE {table} ALTER COLUMN {TokenReader.Quote(column)} TYPE {type.Text}, DROP CONSTRAINT IF EXISTS {ColumnText.ConstraintName(column.Value)}, ADD{ColumnText.LengthCheck(column.Value, type)}",
            StandsAlone = true,
        };
    }
}
