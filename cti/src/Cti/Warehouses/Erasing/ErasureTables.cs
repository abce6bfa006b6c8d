using Cti.Failures;
using Cti.Records;
using Cti.Records.Columns;
using Cti.Records.Customers;
using Cti.Records.Erasing;

namespace Cti.Warehouses.Erasing;

/// <summary>The tables of a warehouse that may hold persons.</summary>
internal static class ErasureTables
{
    /// <summary>Each table that may be there, under the names that the settings allow.</summary>
    /// <param name="dialect">The warehouse's SQL.</param>
    /// <param name="naming">The settings' schema and table.</param>
    /// <param name="erasure">The persons.</param>
    public static IEnumerable<(ErasureSql Sql, string Name)> Of(SqlDialect dialect, TableNaming naming, WarehouseErasure erasure)
    {
        string schema = naming.SchemaIn(dialect);
        foreach (Dataset dataset in DatasetCatalog.All)
        {
            foreach (TableEraser eraser in TableEraser.Of(dataset, erasure.Subjects, erasure.Pseudonyms))
            {
                // The setting names the table of one dataset, but not which: a table that fits is taken for it.
                foreach (string name in new[] { eraser.Table.Name, dataset.Tables.Count == 1 ? naming.Table : null }.OfType<string>().Distinct())
                    yield return (new ErasureSql(dialect, eraser, schema, name), name);
            }
        }
    }

    /// <summary>Whether a table that is there is one to erase in. Columns of somebody's own beside the declared ones do not matter.</summary>
    /// <param name="sql">The statements for it.</param>
    /// <param name="name">Its name.</param>
    /// <param name="columns">Its columns; none where it is not there.</param>
    /// <param name="names">How the warehouse compares names.</param>
    /// <exception cref="CtiException">RefusedByWarehouse: it has a dataset's name, but not the columns by which persons are found and erased: nobody could say that none is in it.</exception>
    public static bool Fits(ErasureSql sql, string name, IEnumerable<string> columns, StringComparer names) =>
        Fits(sql.Eraser.Table, sql.Read.Select(c => sql.Eraser.Table.Columns[c].Name), sql.Target, name, columns, names);

    /// <summary>The names under which customers may be.</summary>
    public static IEnumerable<string> CustomerNames(TableNaming naming) => new[] { CustomersTables.Customers.Name, naming.Table }.OfType<string>().Distinct();

    /// <summary>Whether a table that is there tells which ids and addresses belong together.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="columns">Its columns; none where it is not there.</param>
    /// <param name="names">How the warehouse compares names.</param>
    /// <exception cref="CtiException">RefusedByWarehouse: as above.</exception>
    public static bool HoldsCustomers(string name, IEnumerable<string> columns, StringComparer names) => Fits(CustomersTables.Customers, ContactSql.Columns, name, name, columns, names);

    // Under a name of the settings' may be any dataset's table: there only all of the declared columns tell that it is this one's.
    private static bool Fits(TableDefinition table, IEnumerable<string> needed, string target, string name, IEnumerable<string> columns, StringComparer names)
    {
        HashSet<string> there = new(columns, names);
        if (there.Count == 0)
            return false;
        if (name != table.Name)
            return table.Columns.All(c => there.Contains(c.Name));
        string[] missing = [.. needed.Where(c => !there.Contains(c))];
        return missing.Length == 0 ? true : throw new CtiException(
            FailureKind.RefusedByWarehouse,
            "erase",
            $"table {target} lacks {string.Join(", ", missing)}, by which persons are found and erased in {table.Name}, so nobody could say that none is left in it: give it the columns back (they may be NULL), or another name. Nothing was changed in the warehouse; run the same erasure again.");
    }

    /// <summary>The columns that must take NULL from now on.</summary>
    public static IEnumerable<string> Emptied(TableEraser eraser) => eraser.Changed.Select(c => eraser.Table.Columns[c]).Where(c => c.ErasedAs == ErasedAs.Null).Select(c => c.Name);
}
