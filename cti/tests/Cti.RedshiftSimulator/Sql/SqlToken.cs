namespace Cti.RedshiftSimulator;

/// <summary>A piece of SQL.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Value">A word in lower case, a name or literal without quotes and escapes, else the text itself.</param>
/// <param name="SpaceBefore">Whether white space or a comment stands before it.</param>
internal readonly record struct SqlToken(SqlTokenKind Kind, string Value, bool SpaceBefore)
{
    /// <summary>Whether it is this word, in any case and without quotes.</summary>
    public bool IsWord(string word) => Kind == SqlTokenKind.Word && Value == word;

    /// <summary>Whether it is one of these words.</summary>
    public bool IsWord(params ReadOnlySpan<string> words)
    {
        foreach (string word in words)
        {
            if (IsWord(word))
                return true;
        }

        return false;
    }

    /// <summary>Whether it is this symbol.</summary>
    public bool IsSymbol(string symbol) => Kind == SqlTokenKind.Symbol && Value == symbol;

    /// <summary>Whether it may name a table or column.</summary>
    public bool IsIdentifier => Kind is SqlTokenKind.Word or SqlTokenKind.Name;

    /// <summary>As PostgreSQL reads it to the same effect.</summary>
    public string ToPostgres() => Kind switch
    {
        SqlTokenKind.Name => "\"" + Value.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"",
        SqlTokenKind.Literal when Value.Contains('\\', StringComparison.Ordinal) => "E'" + Quoted(Value.Replace("\\", "\\\\", StringComparison.Ordinal)) + "'",
        SqlTokenKind.Literal => "'" + Quoted(Value) + "'",
        _ => Value,
    };

    private static string Quoted(string value) => value.Replace("'", "''", StringComparison.Ordinal);
}
