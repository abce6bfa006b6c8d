using System.Globalization;
using Cti.Records;
using Cti.Records.Columns;
using Cti.Warehouses.PreFlight;

namespace Cti.Warehouses.Postgres;

/// <summary>PostgreSQL's SQL.</summary>
/// <remarks>Keys are indexed but not unique: appending may repeat them, as in the other warehouses, and merging replaces by them.</remarks>
public sealed class PostgresDialect : SqlDialect
{
    /// <summary>The greatest entry of a b-tree is 2,704 bytes; what stays free is for its head and alignment.</summary>
    private const int MaxIndexedBytes = 2600;

    /// <summary>The only one there needs to be.</summary>
    public static PostgresDialect Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "postgres";

    /// <inheritdoc/>
    public override string DefaultSchema => "public";

    /// <summary>The collation of bytes: PostgreSQL sorts by the database's language unless it is told otherwise.</summary>
    public override string Bytewise => " COLLATE \"C\"";

    /// <inheritdoc/>
    public override string Sha256(string text) => $"encode(sha256(convert_to({text}, 'UTF8')), 'hex')";

    /// <inheritdoc/>
    public override string TypeOf(ColumnDefinition column)
    {
        ArgumentNullException.ThrowIfNull(column);
        return column.Type switch
        {
            ColumnType.Int32 => "integer",
            ColumnType.Int64 => "bigint",
            ColumnType.Money => "numeric(18,2)",
            ColumnType.Double => "double precision",
            ColumnType.Boolean => "boolean",
            ColumnType.Date => "date",
            ColumnType.Timestamp => "timestamp",
            _ => "text",
        };
    }

    /// <summary>A text column's greatest length: in bytes, which <c>varchar(n)</c> does not count.</summary>
    public override string ConstraintOf(ColumnDefinition column)
    {
        ArgumentNullException.ThrowIfNull(column);
        return column.MaxBytes > 0
            ? string.Create(CultureInfo.InvariantCulture, $" CHECK (octet_length({Quote(column.Name)}) <= {column.MaxBytes})")
            : "";
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Indexes(TableDefinition table, string schema, string name)
    {
        ArgumentNullException.ThrowIfNull(table);
        List<string> statements = [Index(table, schema, name, "key_columns", table.Key)];
        // The key's own index also finds by its first column, unless it holds hashes.
        string? served = Fits(table, table.Key) ? table.Key[0] : null;
        statements.AddRange(table.Indexes.Where(c => c != served).Select(c => Index(table, schema, name, c, [c])));
        return statements;
    }

    /// <summary>Whether two rows agree in a key's column, in a form that PostgreSQL can find by hashing.</summary>
    /// <remarks>For <c>IS NOT DISTINCT FROM</c> it would compare each row with each other. A key that is indexed by its hash is looked for by that first.</remarks>
    public override string Equal(TableDefinition table, string column, string left, string right)
    {
        ArgumentNullException.ThrowIfNull(table);
        (string l, string r) = ($"{left}.{Quote(column)}", $"{right}.{Quote(column)}");
        if (table.Columns.First(c => c.Name == column).Nullable)
            return $"({l} IS NULL) = ({r} IS NULL) AND coalesce({l}::text, '') = coalesce({r}::text, '')";
        return Fits(table, table.Key) ? $"{l} = {r}" : $"md5({l}) = md5({r}) AND {l} = {r}";
    }

    /// <inheritdoc/>
    public override string ChangeType(string target, LiveColumn column, string type)
    {
        ArgumentNullException.ThrowIfNull(column);
        // Without USING, PostgreSQL changes only between types that it casts by itself.
        return $"{base.ChangeType(target, column, type)} USING {Quote(column.Name)}::{type}";
    }

    private static bool Fits(TableDefinition table, IReadOnlyList<string> columns) =>
        table.Columns.Where(c => columns.Contains(c.Name)).Sum(c => c.MaxBytes) <= MaxIndexedBytes;

    private string Index(TableDefinition table, string schema, string name, string suffix, IReadOnlyList<string> columns)
    {
        // Values too long for a b-tree are indexed by their hash: a merge then looks by hash and value.
        string list = Fits(table, columns) ? List(columns) : string.Join(", ", columns.Select(c => $"md5({Quote(c)})"));
        return $"CREATE INDEX IF NOT EXISTS {Quote(name + "_" + suffix)} ON {Qualify(schema, name)} ({list})";
    }
}
