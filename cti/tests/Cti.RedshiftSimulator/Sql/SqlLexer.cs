using System.Text;

namespace Cti.RedshiftSimulator;

/// <summary>Cuts SQL as Redshift reads it: names fold to lower case also in quotes, a backslash escapes in every literal.</summary>
internal sealed class SqlLexer
{
    private const int RedshiftNameBytes = 127;
    private const int PostgresNameBytes = 63;
    private static readonly string[] Operators = ["::", "<=", ">=", "<>", "!=", "||"];
    private readonly string _sql;
    private readonly List<SqlToken> _tokens = [];
    private int _at;
    private bool _space;

    private SqlLexer(string sql) => _sql = sql;

    /// <summary>The pieces of a statement.</summary>
    /// <exception cref="SqlRefusedException">A quote or comment has no end, a name is too long.</exception>
    public static IReadOnlyList<SqlToken> Read(string sql)
    {
        SqlLexer lexer = new(sql);
        while (lexer._at < sql.Length)
            lexer.Next();
        return lexer._tokens;
    }

    private char Peek(int ahead = 0) => _at + ahead < _sql.Length ? _sql[_at + ahead] : '\0';

    private void Next()
    {
        char c = Peek();
        if (char.IsWhiteSpace(c))
            Skip(1);
        else if (c == '-' && Peek(1) == '-')
            Skip(_sql.IndexOf('\n', _at) is var end and >= 0 ? end - _at : _sql.Length - _at);
        else if (c == '/' && Peek(1) == '*')
            SkipComment();
        else if (c == '\'')
            Add(SqlTokenKind.Literal, Literal());
        else if (c is 'e' or 'E' && Peek(1) == '\'')
            EscapeLiteral();
        else if (c == '"')
            Add(SqlTokenKind.Name, Checked(QuotedName()));
        else if (char.IsAsciiDigit(c) || (c == '.' && char.IsAsciiDigit(Peek(1))))
            Add(SqlTokenKind.Number, Take(i => char.IsAsciiLetterOrDigit(i) || i == '.'));
        else if (char.IsLetter(c) || c == '_')
            Add(SqlTokenKind.Word, Checked(Fold(Take(i => char.IsLetterOrDigit(i) || i is '_' or '$'))));
        else
            AddSymbol();
    }

    private void AddSymbol()
    {
        string symbol = Operators.FirstOrDefault(o => string.CompareOrdinal(_sql, _at, o, 0, o.Length) == 0) ?? Peek().ToString();
        if (symbol is "$" or "#" or "\\")
            throw new SqlRefusedException($"syntax error at or near \"{symbol}\"");
        _at += symbol.Length;
        Add(SqlTokenKind.Symbol, symbol);
    }

    private void Add(SqlTokenKind kind, string value)
    {
        _tokens.Add(new SqlToken(kind, value, _space));
        _space = false;
    }

    private void Skip(int count)
    {
        _at += count;
        _space = true;
    }

    private void SkipComment()
    {
        int end = _sql.IndexOf("*/", _at + 2, StringComparison.Ordinal);
        Skip(end >= 0 ? end + 2 - _at : throw new SqlRefusedException("unterminated /* comment"));
    }

    private void EscapeLiteral()
    {
        _at++;
        Add(SqlTokenKind.Literal, Literal());
    }

    private string Literal()
    {
        StringBuilder value = new();
        for (_at++; _at < _sql.Length; _at++)
        {
            char c = _sql[_at];
            if (c == '\\' && _at + 1 < _sql.Length)
            {
                _at++;
                Unescape(value);
            }
            else if (c == '\'' && Peek(1) == '\'')
            {
                _at++;
                value.Append('\'');
            }
            else if (c == '\'')
            {
                _at++;
                return value.ToString();
            }
            else
            {
                value.Append(c);
            }
        }

        throw new SqlRefusedException("unterminated quoted string");
    }

    private void Unescape(StringBuilder value)
    {
        char c = _sql[_at];
        if (c is >= '0' and <= '7')
        {
            int code = 0;
            int digits = 0;
            for (; digits < 3 && Peek(digits) is >= '0' and <= '7'; digits++)
                code = (code * 8) + (Peek(digits) - '0');
            _at += digits - 1;
            value.Append(code is > 0 and < 128 ? (char)code : throw new SqlRefusedException($"the octal escape \\{Convert.ToString(code, 8)} is not simulated"));
            return;
        }

        value.Append(c switch { 'b' => '\b', 'f' => '\f', 'n' => '\n', 'r' => '\r', 't' => '\t', _ => c });
    }

    private string QuotedName()
    {
        StringBuilder name = new();
        for (_at++; _at < _sql.Length; _at++)
        {
            if (_sql[_at] != '"')
            {
                name.Append(_sql[_at]);
            }
            else if (Peek(1) == '"')
            {
                _at++;
                name.Append('"');
            }
            else
            {
                _at++;
                return name.Length > 0 ? Fold(name.ToString()) : throw new SqlRefusedException("zero-length delimited identifier");
            }
        }

        throw new SqlRefusedException("unterminated quoted identifier");
    }

    private string Take(Func<char, bool> belongs)
    {
        int start = _at;
        while (_at < _sql.Length && belongs(_sql[_at]))
            _at++;
        return _sql[start.._at];
    }

    private static string Fold(string name) => string.Create(name.Length, name, static (span, n) =>
    {
        for (int i = 0; i < span.Length; i++)
            span[i] = char.IsAsciiLetterUpper(n[i]) ? (char)(n[i] | 0x20) : n[i];
    });

    // Redshift cuts nothing off in silence, and neither must the simulator, whose server takes half as much.
    private static string Checked(string name)
    {
        int bytes = Encoding.UTF8.GetByteCount(name);
        if (bytes > RedshiftNameBytes)
            throw new SqlRefusedException($"identifier \"{name}\" is longer than {RedshiftNameBytes} bytes");
        return bytes <= PostgresNameBytes ? name : throw new SqlRefusedException($"identifier \"{name}\" has {bytes} bytes; the simulator can hold {PostgresNameBytes}");
    }
}
