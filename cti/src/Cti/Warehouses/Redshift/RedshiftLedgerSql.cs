using System.Globalization;

namespace Cti.Warehouses.Redshift;

/// <summary>The ledger's part in a batch: the lock that loads wait for, the check that nothing came between, and the counts read back.</summary>
internal sealed class RedshiftLedgerSql(string schema)
{
    private static readonly RedshiftDialect Dialect = RedshiftDialect.Instance;
    private readonly string _target = Dialect.Qualify(schema, LedgerTable.Name);

    /// <summary>Makes loads of one schema wait for each other; readers of the tables do not wait.</summary>
    /// <remarks>As the first statement it comes before the transaction's snapshot, so that two loads cannot fail as a serializable conflict.</remarks>
    public string Lock => $"LOCK {_target}";

    /// <summary>What the ledger knows of tables.</summary>
    public string Select(IEnumerable<string> tables) =>
        $"SELECT table_name, run, staged, inserted, updated, ignored FROM {_target} WHERE table_name IN ({List(tables)})";

    /// <summary>What the ledger knows of runs in tables.</summary>
    public string Select(IEnumerable<string> tables, IEnumerable<string> runs) => $"{Select(tables)} AND run IN ({List(runs)})";

    /// <summary>Forgets all runs of tables that are made just now.</summary>
    public string Forget(IEnumerable<string> tables) => $"DELETE FROM {_target} WHERE table_name IN ({List(tables)})";

    /// <summary>The ledger knows just as many of the tables' runs as when the load was planned.</summary>
    /// <param name="unit">The runs to be loaded.</param>
    /// <param name="known">The runs that it knew, by table.</param>
    public string RequireUnchanged(LoadUnit unit, IReadOnlyDictionary<string, IReadOnlyCollection<string>> known)
    {
        string[] runs = [.. unit.Sources.Select(s => s.Manifest.Run).Distinct()];
        List<string> conditions = [];
        foreach ((string table, IReadOnlyCollection<string> there) in known)
        {
            string name = Dialect.Text(table);
            conditions.Add(string.Create(CultureInfo.InvariantCulture, $"COUNT(CASE WHEN table_name = {name} AND run IN ({List(runs)}) THEN 1 END) = {runs.Count(there.Contains)}"));
            // Replacing the whole table is planned anew where other runs came in between; any other load does not mind them.
            if (unit.Replaces && unit.Month is null)
                conditions.Add(string.Create(CultureInfo.InvariantCulture, $"COUNT(CASE WHEN table_name = {name} THEN 1 END) = {there.Count}"));
        }

        return $"SELECT 1 / CASE WHEN {string.Join(" AND ", conditions)} THEN 1 ELSE 0 END AS cti_check FROM {_target} WHERE table_name IN ({List(known.Keys)})";
    }

    private static string List(IEnumerable<string> values) => string.Join(", ", values.Distinct().Select(Dialect.Text));
}
