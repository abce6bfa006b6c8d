using Cti.Records;

namespace Cti.Warehouses.Postgres;

/// <summary>The SQL of a load in order, for <c>--dry-run</c>: what depends on the table's content is said in comments.</summary>
internal static class PostgresPlan
{
    /// <summary>All statements.</summary>
    public static IReadOnlyList<string> Of(PostgresLoadContext context, IReadOnlyList<LoadUnit> units)
    {
        List<string> plan = [];
        LedgerSql ledger = new(PostgresDialect.Instance, context.Schema);
        foreach (LoadUnit unit in units)
        {
            PostgresLoadSql[] tables = [.. context.Dataset.Tables.Select(context.SqlFor)];
            plan.Add(PostgresLoadSql.Begin);
            if (context.Create && context.Naming.Schema is not null)
                plan.Add("CREATE SCHEMA IF NOT EXISTS " + PostgresDialect.Instance.Quote(context.Schema));
            plan.AddRange(ledger.Create);
            plan.AddRange(tables.Select(t => t.Lock).Order(StringComparer.Ordinal));
            foreach (PostgresLoadSql sql in tables)
                AddTable(plan, context, unit, sql, ledger);
            plan.Add("COMMIT");
        }

        return plan;
    }

    private static void AddTable(List<string> plan, PostgresLoadContext context, LoadUnit unit, PostgresLoadSql sql, LedgerSql ledger)
    {
        if (context.Create)
            plan.AddRange(["-- where it is missing; then its indexes are made after the rows are in\n" + sql.Create, .. sql.CreateIndexes]);
        plan.Add("-- nothing further for this table where it holds the runs already\n" + ledger.Select(sql.Name));
        if (unit.Replaces && unit.Month is null)
            plan.Add(ledger.Forget(sql.Name));
        for (int i = 0; i < unit.Sources.Count; i++)
        {
            LoadSource source = unit.Sources[i];
            long rows = source.Manifest.RowsOf(sql.Table.Name);
            plan.Add("-- an empty table takes the rows by " + sql.CopyToTarget + " and no staging\n" + sql.CreateStaging);
            plan.AddRange(source.Manifest.Outputs.Where(o => o.Table == sql.Table.Name).Select(o => $"-- the rows of {o.Uri}\n{sql.CopyToStaging}"));
            plan.Add($"-- must be {rows}\n{PostgresLoadSql.CountStaged}");
            plan.Add(PostgresLoadSql.AnalyzeStaging);
            plan.AddRange(MakeRoom(unit.Replaces && i > 0 ? LoadMode.Merge : context.Mode, unit.Month, sql));
            plan.Add(sql.Insert(keepNewer: context.Mode == LoadMode.Merge && sql.Table.VersionColumn is not null));
            plan.Add(PostgresLoadSql.DropStaging);
            plan.Add(ledger.Forget(sql.Name, source.Manifest.Run));
            LedgerEntry counted = new(source.Manifest.Run, rows, rows, 0, 0);
            plan.Add("-- with the counts as they were found\n" + ledger.Insert(counted, sql.Name, context.Mode, unit.Month, source, LedgerSql.Tool, context.Clock.GetUtcNow()));
        }

        foreach (DerivedTable derived in sql.Table.Derived)
        {
            PostgresLoadSql target = context.SqlFor(derived);
            if (context.Create)
                plan.AddRange([target.Create, .. target.CreateIndexes]);
            plan.AddRange([target.DeleteAll, sql.Recompute(derived, target.Target)]);
        }
    }

    private static IReadOnlyList<string> MakeRoom(LoadMode mode, string? month, PostgresLoadSql sql) => mode switch
    {
        LoadMode.Merge when sql.ReplacesByKey => [sql.DeleteByKey],
        LoadMode.Merge when sql.Table.VersionColumn is not null => [sql.CountIgnored, sql.CountMatched(month: null), sql.DeleteReplaced],
        LoadMode.Merge => [sql.CountMatched(month: null), sql.DeleteReplaced],
        LoadMode.Replace when month is not null => ["-- must be 0\n" + sql.CountOutside(month, PostgresLoadSql.Staging), sql.CountMatched(month), sql.DeleteMonth(month)],
        LoadMode.Replace => [sql.CountMatched(month: null), sql.DeleteAll],
        _ => [],
    };
}
