namespace Cti.Warehouses.Redshift;

/// <summary>The SQL of a load in order, for <c>--dry-run</c>: nothing is asked of the database, so it is that of tables that hold none of the runs,
/// and with <c>--create</c> of tables that are missing.</summary>
internal static class RedshiftPlan
{
    /// <summary>All statements; each batch is one transaction.</summary>
    public static IReadOnlyList<string> Of(RedshiftLoadContext context, IReadOnlyList<LoadUnit> units)
    {
        List<string> plan = [];
        if (context.Create)
        {
            plan.Add("-- before the load, where it is missing");
            plan.AddRange(new LedgerSql(RedshiftDialect.Instance, context.Schema).Create);
        }

        foreach (LoadUnit unit in units)
        {
            string runs = string.Join(", ", unit.Sources.Select(s => s.Manifest.Run));
            plan.Add($"-- one batch, so one transaction, for {runs}; nothing for tables that the ledger knows to hold it");
            BatchPlan batch = new(context.Dataset.Tables, context.Create ? [.. context.AllTables] : [], _ => [], (source, table) => CopyManifest.Of(source, table.Name)?.Uri);
            plan.AddRange(RedshiftBatch.Of(context, unit, batch).Select(s => s.Sql));
        }

        return plan;
    }
}
