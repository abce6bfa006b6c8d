using System.Globalization;
using Cti.Records;
using Cti.Records.Columns;
using Cti.Warehouses.PreFlight;

namespace Cti.Warehouses.Redshift;

/// <summary>Amazon Redshift's SQL.</summary>
public sealed class RedshiftDialect : SqlDialect
{
    /// <summary>The only one there needs to be.</summary>
    public static RedshiftDialect Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "redshift";

    /// <inheritdoc/>
    public override string DefaultSchema => "public";

    /// <summary>An identifier in quotes and in lower case, to which Redshift folds it anyway.</summary>
    public override string Quote(string identifier)
    {
        ArgumentNullException.ThrowIfNull(identifier);
        return base.Quote(identifier.ToLowerInvariant());
    }

    /// <summary>A text literal; a backslash escapes here, so it is doubled too.</summary>
    public override string Text(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return base.Text(value.Replace("\\", "\\\\", StringComparison.Ordinal));
    }

    /// <inheritdoc/>
    public override string Sha256(string text) => $"SHA2({text}, 256)";

    /// <inheritdoc/>
    public override string TypeOf(ColumnDefinition column)
    {
        ArgumentNullException.ThrowIfNull(column);
        return column.Type switch
        {
            ColumnType.Int32 => "INTEGER",
            ColumnType.Int64 => "BIGINT",
            ColumnType.Money => "DECIMAL(18,2)",
            ColumnType.Double => "DOUBLE PRECISION",
            ColumnType.Boolean => "BOOLEAN",
            ColumnType.Date => "DATE",
            ColumnType.Timestamp => "TIMESTAMP",
            // VARCHAR(n) counts UTF-8 bytes here, as the columns' declarations do.
            _ => string.Create(CultureInfo.InvariantCulture, $"VARCHAR({column.MaxBytes})"),
        };
    }

    /// <inheritdoc/>
    public override string TableOptions(TableDefinition table)
    {
        ArgumentNullException.ThrowIfNull(table);
        string distribution = table.DistKey is null ? "\nDISTSTYLE AUTO" : $"\nDISTSTYLE KEY\nDISTKEY ({Quote(table.DistKey)})";
        string order = table.SortKey is null ? "\nSORTKEY AUTO" : $"\nSORTKEY ({Quote(table.SortKey)})";
        return distribution + order;
    }

    /// <summary>Whether two rows agree in a key's column; IS NOT DISTINCT FROM is not to be had here, and an OR would not be joined by hash.</summary>
    /// <param name="table">The table's declaration.</param>
    /// <param name="column">The column's name.</param>
    /// <param name="left">One row's alias.</param>
    /// <param name="right">The other's.</param>
    public override string Equal(TableDefinition table, string column, string left, string right)
    {
        ArgumentNullException.ThrowIfNull(table);
        ColumnDefinition definition = table.Columns.First(c => c.Name == column);
        (string a, string b) = ($"{left}.{Quote(column)}", $"{right}.{Quote(column)}");
        if (!definition.Nullable)
            return $"{a} = {b}";
        // Text is never empty once it is normalised, so an empty one can stand for NULL.
        return definition.Type is ColumnType.Text or ColumnType.Json or ColumnType.Uuid
            ? $"COALESCE({a}, '') = COALESCE({b}, '')"
            : $"({a} = {b} OR ({a} IS NULL AND {b} IS NULL))";
    }

    /// <summary>What gives a column another type: Redshift lengthens a VARCHAR where it is, any other column has to be replaced.</summary>
    public override string ChangeType(string target, LiveColumn column, string type)
    {
        ArgumentNullException.ThrowIfNull(column);
        ArgumentNullException.ThrowIfNull(type);
        return column.MaxBytes is not null && type.StartsWith("VARCHAR", StringComparison.Ordinal) ? base.ChangeType(target, column, type) : Replace(target, column, type);
    }

    /// <summary>What lets a column take NULL: Redshift has no statement for it, so the column is replaced.</summary>
    public override string DropNotNull(string target, LiveColumn column)
    {
        ArgumentNullException.ThrowIfNull(column);
        return Replace(target, column, column.Type);
    }

    private string Replace(string target, LiveColumn column, string type)
    {
        (string old, string mended) = (Quote(column.Name), Quote(column.Name + "_mended"));
        return $"ALTER TABLE {target} ADD COLUMN {mended} {type}; UPDATE {target} SET {mended} = {old}::{type}; ALTER TABLE {target} DROP COLUMN {old}; ALTER TABLE {target} RENAME COLUMN {mended} TO {old}";
    }
}
