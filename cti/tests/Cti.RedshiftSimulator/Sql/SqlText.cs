using System.Text;

namespace Cti.RedshiftSimulator;

/// <summary>Writes the pieces of a statement for PostgreSQL, with the words that mean the same there.</summary>
internal static class SqlText
{
    /// <summary>The SQL.</summary>
    /// <exception cref="SqlRefusedException">It holds what Redshift does not have.</exception>
    public static string Of(IReadOnlyList<SqlToken> tokens)
    {
        PostgresOnly.Refuse(tokens);
        StringBuilder sql = new();
        IReadOnlyList<SqlToken> unnested = SuperUnnesting.Translate(tokens);
        for (int i = 0; i < unnested.Count; i++)
        {
            SqlToken token = unnested[i];
            SqlToken next = i + 1 < unnested.Count ? unnested[i + 1] : default;
            if (token.SpaceBefore && sql.Length > 0)
                sql.Append(' ');
            sql.Append(Word(token, next, i > 0 ? unnested[i - 1] : default, i + 2 < unnested.Count ? unnested[i + 2] : default));
        }

        return sql.ToString();
    }

    private static string Word(SqlToken token, SqlToken next, SqlToken previous, SqlToken afterNext) => token switch
    {
        _ when token.Kind != SqlTokenKind.Word || (previous.Kind == SqlTokenKind.Symbol && previous.Value == ".") => token.ToPostgres(),
        { Value: "nvl" } when IsSymbol(next, "(") => "COALESCE",
        { Value: "sysdate" } when !IsSymbol(next, "(") && !IsSymbol(next, ".") => "getdate()",
        { Value: "pg_catalog" } when IsSymbol(next, ".") && SystemCatalog.Has(afterNext.Value) => SystemCatalog.Schema,
        // VARCHAR(MAX) is the longest there is; the word is a function's name elsewhere.
        { Value: "max" } when IsSymbol(previous, "(") && IsSymbol(next, ")") => "65535",
        _ => token.Value,
    };

    private static bool IsSymbol(SqlToken token, string symbol) => token.Value is not null && token.IsSymbol(symbol);
}
