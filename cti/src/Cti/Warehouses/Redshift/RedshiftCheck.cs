using Cti.Failures;
using Cti.Records;
using Cti.Warehouses.Checks;
using Cti.Warehouses.PreFlight;

namespace Cti.Warehouses.Redshift;

/// <summary>Looks at a database through the Data API as a load would find it.</summary>
/// <param name="open">Makes the session; its failure is that of the settings.</param>
/// <param name="naming">Schema and table of the settings.</param>
/// <param name="role">Tries COPY's role.</param>
internal sealed class RedshiftCheck(Func<RedshiftSession> open, TableNaming naming, RedshiftRoleProbe role)
{
    private const string Advice = "check workgroup or cluster, database, region, and that the role may use the Data API (docs/redshift.md)";

    // A load locks the ledger, for which Redshift wants UPDATE too.
    private static readonly string[] LedgerRights = ["SELECT", "INSERT", "DELETE", "UPDATE"];

    /// <summary>Looks at everything.</summary>
    public async Task<IReadOnlyList<Check>> RunAsync(WarehouseCheckRequest request, CancellationToken cancellationToken)
    {
        CheckList checks = new();
        RedshiftSession? session = null;
        string user = "";
        bool reached = await checks.AddAsync("warehouse", Advice, async () =>
        {
            session = open();
            IReadOnlyList<object?> about = (await QueryAsync(session, "SELECT version(), CAST(current_user AS VARCHAR)", cancellationToken).ConfigureAwait(false)).Rows[0];
            user = (string)about[1]!;
            return Check.Ok("warehouse", $"{session.Name}: {about[0]}, as {user}");
        }).ConfigureAwait(false);
        if (!reached)
        {
            checks.Add(Check.NotChecked("table", "the warehouse comes first"), Check.NotChecked("role", "the warehouse comes first"));
            return checks.All;
        }

        DatabaseChecks database = new(
            RedshiftDialect.Instance, naming with { Schema = naming.Schema?.ToLowerInvariant() }, LedgerRights, sql => QueryAsync(session!, sql, cancellationToken), name => FindAsync(session!, request.Dataset!, name, cancellationToken))
        { ByPosition = true };
        await database.AddAsync(checks, request.Dataset, user).ConfigureAwait(false);
        await checks.AddAsync("role", "attach the role to the namespace or cluster, let it read the bucket, and GRANT ASSUMEROLE … FOR COPY (docs/redshift.md)", () => role.TryAsync(session!, request.Staging, cancellationToken)).ConfigureAwait(false);
        return checks.All;
    }

    private async Task<LiveTable?> FindAsync(RedshiftSession session, Dataset dataset, string name, CancellationToken cancellationToken)
    {
        RedshiftLoadContext context = new() { Dataset = dataset, Mode = LoadMode.Merge, Create = false, Naming = naming, Role = "" };
        ILookup<string, IReadOnlyList<object?>> columns = await new RedshiftCatalog(session.Runner, context, session.Name).ColumnsAsync(cancellationToken).ConfigureAwait(false);
        return columns.Contains(name) ? RedshiftPreFlight.LiveOf(RedshiftDialect.Instance.Qualify(context.Schema, name), columns[name]) : null;
    }

    private static async Task<QueryTable> QueryAsync(RedshiftSession session, string sql, CancellationToken cancellationToken)
    {
        try
        {
            return await session.Runner.QueryAsync(sql, "cti/doctor", cancellationToken).ConfigureAwait(false);
        }
        catch (RedshiftException e)
        {
            throw RedshiftFailures.Of(e, "doctor", session.Name);
        }
    }
}
