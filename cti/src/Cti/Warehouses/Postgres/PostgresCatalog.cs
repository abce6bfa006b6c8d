using System.Globalization;
using System.Text.RegularExpressions;
using Cti.Failures;
using Cti.Records.Columns;
using Cti.Warehouses.PreFlight;

namespace Cti.Warehouses.Postgres;

/// <summary>What the server's catalogue tells of tables.</summary>
internal static partial class PostgresCatalog
{
    private static readonly PostgresDialect Dialect = PostgresDialect.Instance;
    private static readonly ColumnType[] Texts = [ColumnType.Text, ColumnType.Json, ColumnType.Uuid];

    /// <summary>Whether a schema is there.</summary>
    public static async Task<bool> HasSchemaAsync(PostgresSession session, string schema, CancellationToken cancellationToken) =>
        await session.CountAsync($"SELECT count(*) FROM pg_namespace WHERE nspname = {Dialect.Text(schema)}", cancellationToken).ConfigureAwait(false) > 0;

    /// <summary>A table that is there, or null.</summary>
    /// <exception cref="CtiException">RefusedByWarehouse: the name is a view's or something else's.</exception>
    public static async Task<LiveTable?> FindAsync(PostgresSession session, string schema, string name, CancellationToken cancellationToken)
    {
        string relation = $"n.nspname = {Dialect.Text(schema)} AND c.relname = {Dialect.Text(name)}";
        QueryTable columns = await session.QueryAsync(
            "SELECT a.attname::text, format_type(a.atttypid, a.atttypmod), a.attnotnull, c.relkind::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
            + $"JOIN pg_attribute a ON a.attrelid = c.oid WHERE {relation} AND a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'v', 'm', 'f') ORDER BY a.attnum",
            cancellationToken).ConfigureAwait(false);
        if (columns.Rows.Count == 0)
            return null;
        string target = Dialect.Qualify(schema, name);
        if ((string)columns.Rows[0][3]! is not ("r" or "p"))
            throw new CtiException(FailureKind.RefusedByWarehouse, "load", $"{target} is a view or a foreign table, and rows are loaded into tables only; name another by the settings schema and table.");
        QueryTable checks = await session.QueryAsync(
            $"SELECT pg_get_constraintdef(k.oid) FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE {relation} AND k.contype = 'c'",
            cancellationToken).ConfigureAwait(false);
        Dictionary<string, int> lengths = Lengths(checks.Rows.Select(r => (string)r[0]!));
        return new LiveTable(target, [.. columns.Rows.Select(r => ColumnOf((string)r[0]!, (string)r[1]!, nullable: !(bool)r[2]!, lengths))]);
    }

    /// <summary>The indexes that can be dropped and made again: name and definition. None where the user does not own the table.</summary>
    public static async Task<IReadOnlyList<(string Name, string Definition)>> IndexesAsync(PostgresSession session, string target, CancellationToken cancellationToken)
    {
        // What enforces a rule stays, so that rows are refused where they are still known.
        QueryTable found = await session.QueryAsync(
            "SELECT format('%I.%I', n.nspname, x.relname), pg_get_indexdef(i.indexrelid) FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid "
            + "JOIN pg_namespace n ON n.oid = x.relnamespace JOIN pg_class c ON c.oid = i.indrelid "
            + $"WHERE i.indrelid = {Dialect.Text(target)}::regclass AND c.relkind = 'r' AND NOT c.relispartition AND pg_has_role(c.relowner, 'USAGE') "
            + "AND i.indisvalid AND NOT i.indisunique AND NOT i.indisexclusion AND NOT i.indisreplident AND NOT i.indisclustered ORDER BY 1",
            cancellationToken).ConfigureAwait(false);
        return [.. found.Rows.Select(r => ((string)r[0]!, (string)r[1]!))];
    }

    private static LiveColumn ColumnOf(string name, string type, bool nullable, Dictionary<string, int> lengths)
    {
        Match numeric = Numeric().Match(type);
        Match varchar = Varchar().Match(type);
        return new LiveColumn
        {
            Name = name,
            Type = type,
            Accepts = Accepts(type),
            Nullable = nullable,
            MaxBytes = lengths.TryGetValue(name, out int bytes) ? bytes : null,
            MaxCharacters = varchar.Success ? Number(varchar.Groups[1].Value) : null,
            Precision = numeric.Success ? Number(numeric.Groups[1].Value) : null,
            Scale = numeric.Success ? Number(numeric.Groups[2].Value) : null,
        };
    }

    private static ColumnType[] Accepts(string type) => type switch
    {
        "text" => Texts,
        "integer" => [ColumnType.Int32],
        "bigint" => [ColumnType.Int64],
        "double precision" => [ColumnType.Double],
        "boolean" => [ColumnType.Boolean],
        "date" => [ColumnType.Date],
        "timestamp without time zone" or "timestamp(6) without time zone" => [ColumnType.Timestamp],
        _ when type.StartsWith("character varying", StringComparison.Ordinal) => Texts,
        _ when type.StartsWith("numeric", StringComparison.Ordinal) && !type.EndsWith(']') => [ColumnType.Money],
        _ => [],
    };

    // The rule that this program's own DDL gives to texts, as the server writes it back.
    private static Dictionary<string, int> Lengths(IEnumerable<string> checks)
    {
        Dictionary<string, int> lengths = new(StringComparer.Ordinal);
        foreach (Match match in checks.Select(c => OctetLength().Match(c)).Where(m => m.Success))
        {
            string name = match.Groups[1].Value;
            name = name.StartsWith('"') ? name[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : name;
            int bytes = Number(match.Groups[2].Value);
            lengths[name] = lengths.TryGetValue(name, out int other) ? Math.Min(bytes, other) : bytes;
        }

        return lengths;
    }

    private static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^numeric\((\d+),(\d+)\)$")]
    private static partial Regex Numeric();

    [GeneratedRegex(@"^character varying\((\d+)\)$")]
    private static partial Regex Varchar();

    [GeneratedRegex("""^CHECK \(\(octet_length\(\(?("(?:[^"]|"")+"|\w+)\)?(?:::text)?\) <= (\d{1,9})\)\)(?: NOT VALID)?$""")]
    private static partial Regex OctetLength();
}
