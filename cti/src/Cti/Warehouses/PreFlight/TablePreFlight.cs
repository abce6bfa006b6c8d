using Cti.Failures;
using Cti.Manifests;
using Cti.Records;

namespace Cti.Warehouses.PreFlight;

/// <summary>Finds out, before a row is sent, whether a run's files fit the table that is there.</summary>
public static class TablePreFlight
{
    /// <summary>Throws with every mismatch where there are any.</summary>
    /// <param name="dialect">The warehouse's SQL, for the statements that mend.</param>
    /// <param name="table">The declaration.</param>
    /// <param name="source">The run.</param>
    /// <param name="live">The table that is there.</param>
    /// <param name="byPosition">Whether the warehouse matches columns by their place, so that their order counts.</param>
    /// <exception cref="CtiException">RefusedByWarehouse: all of them, each with what mends it.</exception>
    public static void Require(SqlDialect dialect, TableDefinition table, LoadSource source, LiveTable live, bool byPosition)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(live);
        ManifestOutput[] parts = [.. source.Manifest.Outputs.Where(o => o.Table == table.Name)];
        IReadOnlyList<Mismatch> found = Compare(dialect, table, parts, live, byPosition);
        if (found.Count > 0)
        {
            throw new CtiException(
                FailureKind.RefusedByWarehouse,
                "load",
                $"table {live.Target} does not fit the files of {source.Uri}, so nothing was sent: {string.Join("; ", found)}.");
        }
    }

    /// <summary>Every mismatch, the files' own first, then by the declaration's columns.</summary>
    /// <param name="dialect">As for <see cref="Require"/>.</param>
    /// <param name="table">The declaration.</param>
    /// <param name="parts">The manifest's parts of this table.</param>
    /// <param name="live">The table that is there.</param>
    /// <param name="byPosition">As for <see cref="Require"/>.</param>
    public static IReadOnlyList<Mismatch> Compare(SqlDialect dialect, TableDefinition table, IReadOnlyList<ManifestOutput> parts, LiveTable live, bool byPosition)
    {
        ArgumentNullException.ThrowIfNull(dialect);
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(parts);
        ArgumentNullException.ThrowIfNull(live);
        List<Mismatch> found = [.. FileComparison.Compare(table, parts)];
        found.AddRange(table.Columns.SelectMany(c => ColumnComparison.Compare(dialect, c, FileComparison.Summary(parts, c.Name), live)));
        LiveColumn[] others = [.. live.Columns.Where(c => table.Columns.All(t => !string.Equals(t.Name, c.Name, StringComparison.OrdinalIgnoreCase)))];
        found.AddRange(others.Select(c => new Mismatch($"{dialect.Quote(c.Name)} is not in the files", dialect.DropColumn(live.Target, c.Name))));
        if (byPosition && found.Count == 0 && !live.Columns.Select(c => c.Name).SequenceEqual(table.Columns.Select(c => c.Name), StringComparer.OrdinalIgnoreCase))
            found.Add(OtherOrder(dialect, table, live));
        return found;
    }

    /// <summary>The failure where the table is not there and <c>--create</c> was not said.</summary>
    /// <param name="dialect">The warehouse's SQL.</param>
    /// <param name="table">The declaration.</param>
    /// <param name="schema">The schema it is looked for in.</param>
    /// <param name="name">Its name there.</param>
    public static CtiException Missing(SqlDialect dialect, TableDefinition table, string schema, string name)
    {
        ArgumentNullException.ThrowIfNull(dialect);
        string statements = string.Join("; ", DdlWriter.CreateTable(dialect, table, schema, name).Select(OneLine));
        return new CtiException(
            FailureKind.RefusedByWarehouse,
            "load",
            $"there is no table {dialect.Qualify(schema, name)} (or it may not be seen): say --create to have it made, or make it: {statements}.");
    }

    private static Mismatch OtherOrder(SqlDialect dialect, TableDefinition table, LiveTable live)
    {
        string list = dialect.List(table.Columns.Select(c => c.Name));
        return new Mismatch(
            $"the columns are in another order: {string.Join(", ", live.Columns.Select(c => c.Name))}, not {string.Join(", ", table.Columns.Select(c => c.Name))}",
            $"make a table in that order, INSERT INTO it ({list}) SELECT {list} FROM {live.Target}, and rename the two");
    }

    private static string OneLine(string statement) => string.Join(' ', statement.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
