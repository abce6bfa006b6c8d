using Cti.Records;

namespace Cti.Warehouses.DuckDb;

/// <summary>The SQL of a load in order, for <c>--dry-run</c>: what depends on the table's content is said in comments.</summary>
internal static class DuckDbPlan
{
    private static readonly DuckDbDialect Dialect = DuckDbDialect.Instance;

    /// <summary>All statements.</summary>
    public static IReadOnlyList<string> Of(LoadRequest request, IReadOnlyList<LoadUnit> units, TableNaming naming, DateTimeOffset now)
    {
        List<string> plan = [];
        string schema = naming.SchemaIn(Dialect);
        LedgerSql ledger = new(Dialect, schema);
        foreach (LoadUnit unit in units)
        {
            plan.Add("BEGIN TRANSACTION");
            if (naming.Schema is not null)
                plan.Add("CREATE SCHEMA IF NOT EXISTS " + Dialect.Quote(schema));
            plan.AddRange(ledger.Create);
            foreach (TableDefinition table in request.Dataset.Tables)
                AddTable(plan, request, unit, new DuckDbLoadSql(table, schema, naming.NameOf(request.Dataset, table.Name)), ledger, now);
            plan.Add("COMMIT");
        }

        return plan;
    }

    private static void AddTable(List<string> plan, LoadRequest request, LoadUnit unit, DuckDbLoadSql sql, LedgerSql ledger, DateTimeOffset now)
    {
        plan.AddRange(sql.Create);
        plan.Add("-- nothing further for this table where it holds the runs already\n" + ledger.Select(sql.Name));
        if (unit.Replaces && unit.Month is null)
            plan.Add(ledger.Forget(sql.Name));
        for (int i = 0; i < unit.Sources.Count; i++)
        {
            LoadSource source = unit.Sources[i];
            long rows = source.Manifest.RowsOf(sql.Table.Name);
            plan.Add(sql.Stage([.. source.Manifest.Outputs.Where(o => o.Table == sql.Table.Name).Select(o => o.Uri)]));
            plan.Add($"-- must be {rows}\n{DuckDbLoadSql.CountStaged}");
            plan.AddRange(MakeRoom(unit.Replaces && i > 0 ? LoadMode.Merge : request.Mode, unit.Month, sql));
            plan.Add(sql.Insert(keepNewer: request.Mode == LoadMode.Merge && sql.Table.VersionColumn is not null));
            plan.Add(ledger.Forget(sql.Name, source.Manifest.Run));
            LedgerEntry counted = new(source.Manifest.Run, rows, rows, 0, 0);
            plan.Add("-- with the counts as they were found\n" + ledger.Insert(counted, sql.Name, request.Mode, unit.Month, source, LedgerSql.Tool, now));
        }

        foreach (DerivedTable derived in sql.Table.Derived)
        {
            DuckDbLoadSql target = new(DdlWriter.AsTable(derived), sql.Schema, derived.Name);
            plan.AddRange([.. target.Create, .. target.Clear(), sql.Recompute(derived, target.Target)]);
        }
    }

    private static IReadOnlyList<string> MakeRoom(LoadMode mode, string? month, DuckDbLoadSql sql) => mode switch
    {
        LoadMode.Merge => ["-- not for an empty table\n" + sql.CollectByKey(), sql.CountMatched(month: null), sql.DeleteReplaced, DuckDbLoadSql.DropReplaced],
        LoadMode.Replace when month is not null => ["-- must be 0\n" + sql.CountOutside(month), sql.CountMatched(month), sql.CollectByMonth(month), sql.DeleteReplaced, DuckDbLoadSql.DropReplaced],
        LoadMode.Replace => [sql.CountMatched(month: null), .. sql.Clear()],
        _ => [],
    };
}
