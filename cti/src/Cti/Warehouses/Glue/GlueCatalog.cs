using Cti.Failures;
using Cti.Records;
using Cti.Telemetry;
using Cti.Warehouses.Glue.Api;

namespace Cti.Warehouses.Glue;

/// <summary>Tables and views of a dataset in the catalogue: there and fitting before a partition is registered.</summary>
internal sealed class GlueCatalog(GlueSession session)
{
    /// <summary>Finds or makes everything that a load needs.</summary>
    /// <param name="request">The load.</param>
    /// <param name="partitions">What it will register.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The tables as they are there, by the declaration's name.</returns>
    /// <exception cref="CtiException">RefusedByWarehouse: something is missing and may not be made, or does not fit.</exception>
    public async Task<IReadOnlyDictionary<string, GlueTable>> PrepareAsync(LoadRequest request, IReadOnlyList<RunPartition> partitions, CancellationToken cancellationToken)
    {
        if (request.Create && !await session.Glue.HasDatabaseAsync(session.Database, cancellationToken).ConfigureAwait(false))
            await session.Glue.CreateDatabaseAsync(session.Database, cancellationToken).ConfigureAwait(false);
        Dictionary<string, GlueTable> tables = [];
        foreach (TableDefinition table in request.Dataset.Tables)
        {
            RunPartition[] runs = [.. partitions.Where(p => p.Table.Name == table.Name)];
            GlueTable live = await TableAsync(request, table, runs[0], cancellationToken).ConfigureAwait(false);
            foreach (RunPartition run in runs)
                GluePreFlight.Require(session.Database, table, run.Source, live);
            tables.Add(table.Name, live);
        }

        foreach (GlueView view in CurrentView.Of(request.Dataset, session.Naming))
            await ViewAsync(request, view, cancellationToken).ConfigureAwait(false);
        return tables;
    }

    private async Task<GlueTable> TableAsync(LoadRequest request, TableDefinition table, RunPartition first, CancellationToken cancellationToken)
    {
        string name = session.Naming.NameOf(request.Dataset, table.Name);
        GlueTable? live = await session.Glue.FindTableAsync(session.Database, name, cancellationToken).ConfigureAwait(false);
        if (live is null && request.Create)
        {
            await session.Glue.CreateTableAsync(session.Database, GlueTableInput.Of(table, first.TableLocation, name), cancellationToken).ConfigureAwait(false);
            live = await session.Glue.FindTableAsync(session.Database, name, cancellationToken).ConfigureAwait(false);
        }

        return live ?? throw Missing(AthenaDdl.Name(session.Database, name), AthenaDdl.CreateTable(session.Database, name, table, first.TableLocation));
    }

    private async Task ViewAsync(LoadRequest request, GlueView view, CancellationToken cancellationToken)
    {
        GlueTable? live = await session.Glue.FindTableAsync(session.Database, view.Name, cancellationToken).ConfigureAwait(false);
        string name = AthenaDdl.Name(session.Database, view.Name);
        if (live is null)
        {
            if (request.Create)
                await session.Glue.CreateTableAsync(session.Database, GlueTableInput.Of(view, session.Database), cancellationToken).ConfigureAwait(false);
            else if (request.Mode == LoadMode.Merge)
                throw Missing(name + ", in which a merge shows its rows", AthenaDdl.CreateView(session.Database, view));
            return;
        }

        if (GlueView.SqlOf(live) is not { } sql)
            throw new CtiException(FailureKind.RefusedByWarehouse, "load", $"{name} is no view of Athena's, but the rows of the runs are to be seen under that name: drop or rename it.");
        if (sql == view.Sql)
            return;
        if (request.Create)
            await session.Glue.UpdateTableAsync(session.Database, GlueTableInput.Of(view, session.Database), cancellationToken).ConfigureAwait(false);
        else
            session.Logger.CatalogueWarning($"{name} has another query than this version gives it; load with --create to renew it, or leave it if that is meant");
    }

    private static CtiException Missing(string name, string statement) => new(
        FailureKind.RefusedByWarehouse, "load", $"there is no {name} (or it may not be seen): say --create to have it made, or make it: {AthenaDdl.OneLine(statement)}.");
}
