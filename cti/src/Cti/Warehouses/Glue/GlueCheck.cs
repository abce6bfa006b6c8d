using System.Globalization;
using Cti.Failures;
using Cti.Records;
using Cti.Warehouses.Checks;
using Cti.Warehouses.Glue.Api;

namespace Cti.Warehouses.Glue;

/// <summary>Looks at the catalogue as a load would find it, and at the workgroup as a query would.</summary>
/// <param name="open">Makes the session; its failure is that of the settings.</param>
internal sealed class GlueCheck(Func<GlueSession> open)
{
    private const string Advice = "check the database, the region, and that the role may glue:GetDatabase, glue:GetTable and glue:GetPartitions (docs/athena.md)";
    private const string QueryAdvice = "check the setting workgroup and that the role may athena:GetWorkGroup; loads do not need it";

    /// <summary>Looks at everything.</summary>
    public async Task<IReadOnlyList<Check>> RunAsync(WarehouseCheckRequest request, CancellationToken cancellationToken)
    {
        CheckList checks = new();
        GlueSession? session = null;
        bool reached = await checks.AddAsync("warehouse", Advice, async () =>
        {
            session = open();
            return await session.Glue.HasDatabaseAsync(session.Database, cancellationToken).ConfigureAwait(false)
                ? Check.Ok("warehouse", session.Name)
                : Check.Warning("warehouse", $"there is no {session.Name}", $"load with --create, which makes it, or make it: {AthenaDdl.CreateDatabase(session.Database)}");
        }).ConfigureAwait(false);
        if (!reached)
        {
            checks.Add(Check.NotChecked("table", "the warehouse comes first"), Check.NotChecked("athena", "the warehouse comes first"));
            return checks.All;
        }

        if (request.Dataset is { } dataset)
            await TablesAsync(checks, session!, dataset, cancellationToken).ConfigureAwait(false);
        else
            checks.Add(Check.NotChecked("table", "no dataset was named", "say --dataset to have its tables compared"));
        await checks.AddAsync("athena", QueryAdvice, () => WorkgroupAsync(session!, cancellationToken)).ConfigureAwait(false);
        return checks.All;
    }

    private static async Task TablesAsync(CheckList checks, GlueSession session, Dataset dataset, CancellationToken cancellationToken)
    {
        foreach (TableDefinition table in dataset.Tables)
            await checks.AddAsync(TableCheck.NameOf(table), Advice, () => TableAsync(session, dataset, table, cancellationToken)).ConfigureAwait(false);
        foreach (GlueView view in CurrentView.Of(dataset, session.Naming))
            await checks.AddAsync("view " + view.Name, Advice, () => ViewAsync(session, view, cancellationToken)).ConfigureAwait(false);
    }

    private static async Task<Check> TableAsync(GlueSession session, Dataset dataset, TableDefinition table, CancellationToken cancellationToken)
    {
        string name = session.Naming.NameOf(dataset, table.Name);
        string target = AthenaDdl.Name(session.Database, name);
        if (await session.Glue.FindTableAsync(session.Database, name, cancellationToken).ConfigureAwait(false) is not { } live)
            return Check.Warning(TableCheck.NameOf(table), $"there is no table {target} (or it may not be seen)", "load with --create, which makes it");
        if (GluePreFlight.FormFault(live) is { } fault)
            return Check.Failed(TableCheck.NameOf(table), FailureKind.RefusedByWarehouse, $"{target} {fault}", "drop it (its files stay) and load with --create");
        Check check = TableCheck.Of(AthenaDialect.Instance, table, GluePreFlight.LiveOf(session.Database, live), byPosition: false);
        if (check.Result != CheckResult.Ok)
            return check;
        int runs = (await session.Glue.PartitionsAsync(session.Database, name, cancellationToken).ConfigureAwait(false)).Count;
        return check with { Found = string.Create(CultureInfo.InvariantCulture, $"{check.Found}; {runs} runs are registered") };
    }

    private static async Task<Check> ViewAsync(GlueSession session, GlueView view, CancellationToken cancellationToken)
    {
        (string name, string target) = ("view " + view.Name, AthenaDdl.Name(session.Database, view.Name));
        return await session.Glue.FindTableAsync(session.Database, view.Name, cancellationToken).ConfigureAwait(false) switch
        {
            null => Check.Warning(name, $"there is no view {target}, in which a merge shows its rows", "load with --create, which makes it"),
            { } live when GlueView.SqlOf(live) is null => Check.Failed(name, FailureKind.RefusedByWarehouse, $"{target} is no view of Athena's", "drop or rename it"),
            { } live when GlueView.SqlOf(live) != view.Sql => Check.Warning(name, $"{target} has another query than this version gives it", "load with --create to renew it, or leave it if that is meant"),
            _ => Check.Ok(name, $"{target} shows each key once"),
        };
    }

    private static async Task<Check> WorkgroupAsync(GlueSession session, CancellationToken cancellationToken)
    {
        string name = session.Athena.WorkgroupName;
        WorkGroup? group = await session.Athena.WorkgroupAsync(cancellationToken).ConfigureAwait(false);
        bool hasPlace = group?.Configuration is { ResultConfiguration.OutputLocation.Length: > 0 } or { ManagedQueryResultsConfiguration.Enabled: true };
        return group switch
        {
            null => Check.Warning("athena", $"there is no workgroup {name}", QueryAdvice),
            { State: "DISABLED" } => Check.Warning("athena", $"workgroup {name} is disabled", "enable it, or name another by the setting workgroup"),
            _ when !hasPlace => Check.Warning("athena", $"workgroup {name} has no place for answers, so queries are refused; loads are not", "give the workgroup an output location"),
            _ => Check.Ok("athena", $"workgroup {name}"),
        };
    }
}
