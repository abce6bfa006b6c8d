namespace Cti.RedshiftSimulator;

/// <summary>Writes <c>FROM t AS e, e.list AS x</c>, which goes through a SUPER array, as a call that does.</summary>
internal static class SuperUnnesting
{
    /// <summary>The statement without such joins; as it is where nothing in it is SUPER.</summary>
    public static IReadOnlyList<SqlToken> Translate(IReadOnlyList<SqlToken> tokens)
    {
        if (!tokens.Any(t => t.IsWord("json_parse")))
            return tokens;
        List<SqlToken> translated = [];
        Stack<bool> inFrom = new([false]);
        for (int i = 0; i < tokens.Count; i++)
        {
            SqlToken token = tokens[i];
            if (token.IsSymbol("("))
                inFrom.Push(false);
            else if (token.IsSymbol(")") && inFrom.Count > 1)
                inFrom.Pop();
            else if (token.IsWord("from", "select", "where", "group", "order", "having", "limit", "union"))
                Replace(inFrom, token.IsWord("from"));
            translated.Add(token);
            if (token.IsSymbol(",") && inFrom.Peek() && i + 3 < tokens.Count && tokens[i + 1].IsIdentifier && tokens[i + 2].IsSymbol(".") && tokens[i + 3].IsIdentifier)
            {
                translated.AddRange([Word("lateral"), Word("jsonb_array_elements_text"), Symbol("("), tokens[i + 1], tokens[i + 2], tokens[i + 3], Symbol(")")]);
                i += 3;
            }
        }

        return translated;
    }

    private static void Replace(Stack<bool> stack, bool value)
    {
        stack.Pop();
        stack.Push(value);
    }

    private static SqlToken Word(string word) => new(SqlTokenKind.Word, word, SpaceBefore: true);

    private static SqlToken Symbol(string symbol) => new(SqlTokenKind.Symbol, symbol, SpaceBefore: false);
}
