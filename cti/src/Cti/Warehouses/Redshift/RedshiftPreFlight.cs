using System.Globalization;
using Cti.Failures;
using Cti.Records;
using Cti.Records.Columns;
using Cti.Warehouses.PreFlight;

namespace Cti.Warehouses.Redshift;

/// <summary>Compares files and tables before anything is sent, as <c>svv_columns</c> tells of the tables.</summary>
internal static class RedshiftPreFlight
{
    private static readonly ColumnType[] Texts = [ColumnType.Text, ColumnType.Json, ColumnType.Uuid];

    /// <summary>Compares a run with all tables that are there.</summary>
    /// <param name="context">The load.</param>
    /// <param name="source">The run.</param>
    /// <param name="columns">By table, in order: name, type, length, precision, scale, nullable.</param>
    /// <exception cref="CtiException">RefusedByWarehouse: every mismatch of a table, each with what mends it.</exception>
    public static void Require(RedshiftLoadContext context, LoadSource source, ILookup<string, IReadOnlyList<object?>> columns)
    {
        foreach (TableDefinition table in context.AllTables)
        {
            string name = context.NameOf(table);
            if (!columns.Contains(name))
                continue;
            TablePreFlight.Require(RedshiftDialect.Instance, table, source, LiveOf(context, table, columns), byPosition: true);
        }
    }

    /// <summary>A table that is there.</summary>
    /// <param name="context">The load.</param>
    /// <param name="table">Its declaration.</param>
    /// <param name="columns">As for <see cref="Require"/>.</param>
    public static LiveTable LiveOf(RedshiftLoadContext context, TableDefinition table, ILookup<string, IReadOnlyList<object?>> columns) =>
        LiveOf(RedshiftDialect.Instance.Qualify(context.Schema, context.NameOf(table)), columns[context.NameOf(table)]);

    /// <summary>A table that is there.</summary>
    /// <param name="target">Its qualified name.</param>
    /// <param name="columns">In order: name, type, length, precision, scale, nullable.</param>
    public static LiveTable LiveOf(string target, IEnumerable<IReadOnlyList<object?>> columns) => new(target, [.. columns.Select(LiveColumnOf)]);

    private static LiveColumn LiveColumnOf(IReadOnlyList<object?> column)
    {
        string type = (string)column[1]!;
        bool isText = type is "character varying" or "character" or "text";
        int? length = Number(column[2]);
        return new LiveColumn
        {
            Name = (string)column[0]!,
            Type = isText && length is not null ? string.Create(CultureInfo.InvariantCulture, $"{type}({length})") : type,
            // COPY of Parquet takes a value only into the type that its own maps to: an INT32 not even into BIGINT.
            Accepts = type switch
            {
                _ when isText => Texts,
                "integer" => [ColumnType.Int32],
                "bigint" => [ColumnType.Int64],
                "numeric" or "decimal" => [ColumnType.Money],
                "double precision" => [ColumnType.Double],
                "boolean" => [ColumnType.Boolean],
                "date" => [ColumnType.Date],
                "timestamp without time zone" => [ColumnType.Timestamp],
                _ => [],
            },
            Nullable = !string.Equals(column[5] as string, "NO", StringComparison.OrdinalIgnoreCase),
            MaxBytes = isText ? length : null,
            Precision = type is "numeric" or "decimal" ? Number(column[3]) : null,
            Scale = type is "numeric" or "decimal" ? Number(column[4]) : null,
        };
    }

    private static int? Number(object? value) => value is null ? null : Convert.ToInt32(value, CultureInfo.InvariantCulture);
}
