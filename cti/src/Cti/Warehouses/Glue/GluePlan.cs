using Cti.Records;

namespace Cti.Warehouses.Glue;

/// <summary>What a load does, as Athena's statements, for <c>--dry-run</c>: nothing is asked of the catalogue.</summary>
internal static class GluePlan
{
    /// <summary>All statements in order.</summary>
    public static IReadOnlyList<string> Of(LoadRequest request, TableNaming naming, IReadOnlyList<LoadUnit> units)
    {
        string database = naming.SchemaIn(AthenaDialect.Instance);
        List<string> plan = [];
        RunPartition[] all = [.. request.Manifests.SelectMany(m => request.Dataset.Tables.Select(t => RunPartition.Of(m, t)))];
        if (request.Create)
        {
            plan.Add("-- before the load, where it is missing");
            plan.Add(AthenaDdl.CreateDatabase(database));
            plan.AddRange(request.Dataset.Tables.Select(t => AthenaDdl.CreateTable(database, naming.NameOf(request.Dataset, t.Name), t, all.First(p => p.Table == t).TableLocation)));
            plan.AddRange(CurrentView.Of(request.Dataset, naming).Select(v => AthenaDdl.CreateView(database, v)));
        }

        foreach (LoadUnit unit in units)
        {
            plan.Add($"-- {string.Join(", ", unit.Sources.Select(s => s.Manifest.Run))}; a run that is registered is left as it is");
            foreach (TableDefinition table in request.Dataset.Tables)
                plan.AddRange(all.Where(p => p.Table == table && unit.Sources.Contains(p.Source)).Select(p => AthenaDdl.AddPartition(database, naming.NameOf(request.Dataset, table.Name), p)));
            if (unit.Replaces)
                plan.Add($"-- then ALTER TABLE … DROP PARTITION for every other run{(unit.Month is null ? "" : " whose rows lie in " + unit.Month)}; files stay");
        }

        return plan;
    }
}
