using System.Globalization;
using System.Text;

namespace Cti.RedshiftSimulator;

/// <summary>A column's declaration as PostgreSQL's: encodings and keys dropped, the length of texts checked in bytes.</summary>
internal sealed record ColumnText(string Name, string Sql, bool IsDistributionKey, bool IsSortKey)
{
    /// <summary>The name of the constraint that holds a column's length, and how it is recognised in an error.</summary>
    public const string LengthConstraint = "redshift_bytes_";

    private static readonly string[] Attributes = ["default", "identity", "generated", "encode", "distkey", "sortkey", "not", "null", "unique", "primary", "references", "collate", "check", "constraint"];

    /// <summary>Reads a declaration.</summary>
    /// <param name="tokens">From the column's name on.</param>
    /// <param name="required">Whether it must be NOT NULL for a reason that stands elsewhere.</param>
    public static ColumnText Read(IReadOnlyList<SqlToken> tokens, Func<string, bool> required)
    {
        TokenReader reader = new(tokens);
        SqlToken name = reader.TakeIdentifier();
        ColumnType type = ColumnType.Read(reader);
        StringBuilder sql = new(TokenReader.Quote(name) + " " + type.Text);
        bool notNull = required(name.Value);
        (bool distribution, bool sort) = (false, false);
        while (!reader.IsAtEnd)
        {
            if (reader.TryWords("not", "null") || reader.TryWords("primary", "key"))
                notNull = true;
            else if (reader.TryWords("encode"))
                reader.TakeIdentifier();
            else if (reader.TryWords("distkey"))
                distribution = true;
            else if (reader.TryWords("sortkey"))
                sort = true;
            else if (reader.TryWords("references"))
                SkipReference(reader);
            else if (reader.TryWords("default"))
                sql.Append(" DEFAULT ").Append(SqlText.Of(Expression(reader)));
            else if (!reader.TryWords("null") && !reader.TryWords("unique"))
                throw reader.Unexpected();
        }

        sql.Append(notNull ? " NOT NULL" : "").Append(LengthCheck(name.Value, type));
        return new ColumnText(name.Value, sql.ToString(), distribution, sort);
    }

    /// <summary>The constraint on a text's bytes, with a blank before it; empty for other types.</summary>
    public static string LengthCheck(string column, ColumnType type) => type.MaxBytes is not int bytes ? "" : string.Create(
        CultureInfo.InvariantCulture,
        $" CONSTRAINT {ConstraintName(column)} CHECK (octet_length({TokenReader.Quote(new SqlToken(SqlTokenKind.Name, column, false))}) <= {bytes})");

    /// <summary>The constraint's name, in quotes; PostgreSQL cuts it where it is too long.</summary>
    public static string ConstraintName(string column) => TokenReader.Quote(new SqlToken(SqlTokenKind.Name, LengthConstraint + column, SpaceBefore: false));

    private static void SkipReference(TokenReader reader)
    {
        reader.TakeTable();
        if (reader.Current.IsSymbol("("))
            reader.TakeList();
    }

    private static List<SqlToken> Expression(TokenReader reader)
    {
        List<SqlToken> expression = [];
        for (int depth = 0; !reader.IsAtEnd && (depth > 0 || expression.Count == 0 || !reader.Current.IsWord(Attributes));)
        {
            depth += reader.Current.IsSymbol("(") ? 1 : reader.Current.IsSymbol(")") ? -1 : 0;
            expression.Add(reader.Take());
        }

        return expression;
    }
}
