namespace Cti.RedshiftSimulator;

/// <summary>Goes through the pieces of a statement.</summary>
internal sealed class TokenReader(IReadOnlyList<SqlToken> tokens)
{
    private int _at;

    public bool IsAtEnd => _at >= tokens.Count;

    /// <summary>The piece at hand; an empty symbol at the end.</summary>
    public SqlToken Current => Peek(0);

    public SqlToken Peek(int ahead) => _at + ahead < tokens.Count ? tokens[_at + ahead] : new SqlToken(SqlTokenKind.Symbol, "", SpaceBefore: true);

    /// <summary>The piece at hand; goes on to the next.</summary>
    public SqlToken Take()
    {
        if (IsAtEnd)
            throw new SqlRefusedException("syntax error at end of input");
        return tokens[_at++];
    }

    /// <summary>Goes past these words if they all stand here, in this order.</summary>
    public bool TryWords(params ReadOnlySpan<string> words)
    {
        for (int i = 0; i < words.Length; i++)
        {
            if (!Peek(i).IsWord(words[i]))
                return false;
        }

        _at += words.Length;
        return true;
    }

    public bool TrySymbol(string symbol)
    {
        if (!Current.IsSymbol(symbol))
            return false;
        _at++;
        return true;
    }

    public void ExpectSymbol(string symbol)
    {
        if (!TrySymbol(symbol))
            throw Unexpected();
    }

    public void ExpectWord(string word)
    {
        if (!TryWords(word))
            throw Unexpected();
    }

    public SqlToken TakeIdentifier() => Current.IsIdentifier ? Take() : throw Unexpected();

    public string TakeLiteral() => Current.Kind == SqlTokenKind.Literal ? Take().Value : throw Unexpected();

    /// <summary>A name with its schema, if it has one, in PostgreSQL's quotes.</summary>
    public (string Text, bool HasSchema) TakeTable()
    {
        SqlToken first = TakeIdentifier();
        return TrySymbol(".") ? (Quote(first) + "." + Quote(TakeIdentifier()), true) : (Quote(first), false);
    }

    /// <summary>What stands in parentheses here, without them; commas within deeper ones do not part it.</summary>
    public IReadOnlyList<IReadOnlyList<SqlToken>> TakeList()
    {
        ExpectSymbol("(");
        List<IReadOnlyList<SqlToken>> items = [];
        List<SqlToken> item = [];
        for (int depth = 0; ;)
        {
            SqlToken token = Take();
            if (depth == 0 && (token.IsSymbol(",") || token.IsSymbol(")")))
            {
                items.Add(item);
                item = [];
                if (token.IsSymbol(")"))
                    return items;
                continue;
            }

            depth += token.IsSymbol("(") ? 1 : token.IsSymbol(")") ? -1 : 0;
            item.Add(token);
        }
    }

    /// <summary>The rest.</summary>
    public IReadOnlyList<SqlToken> TakeRest()
    {
        IReadOnlyList<SqlToken> rest = [.. tokens.Skip(_at)];
        _at = tokens.Count;
        return rest;
    }

    public SqlRefusedException Unexpected() => new(IsAtEnd ? "syntax error at end of input" : $"syntax error at or near \"{Current.Value}\"");

    public static string Quote(SqlToken identifier) => new SqlToken(SqlTokenKind.Name, identifier.Value, SpaceBefore: false).ToPostgres();
}
