using Cti.Failures;
using Cti.Records;
using Cti.Telemetry;
using Cti.Warehouses.Glue.Api;

namespace Cti.Warehouses.Glue;

/// <summary>Registers the runs of one unit, and with <c>replace</c> drops those that they take the place of.</summary>
/// <remarks>The catalogue has no transactions. What decides is the partition of a run in a table: it is there whole or not at all, so each table is
/// loaded exactly once. A crash between two tables, or between registering and dropping, is completed by the same load again.</remarks>
/// <param name="session">The database.</param>
/// <param name="dataset">The dataset of all runs.</param>
/// <param name="tables">The tables as they are there.</param>
/// <param name="partitions">All partitions of the load.</param>
internal sealed class GlueUnitLoad(GlueSession session, Dataset dataset, IReadOnlyDictionary<string, GlueTable> tables, IReadOnlyList<RunPartition> partitions)
{
    private readonly string _load = Guid.NewGuid().ToString("N");

    /// <summary>Loads it.</summary>
    /// <exception cref="CtiException">RefusedByWarehouse: a run is registered from another place, or the month cannot be replaced alone.</exception>
    public async Task<IReadOnlyList<TableLoad>> LoadAsync(LoadUnit unit, CancellationToken cancellationToken)
    {
        List<Change> changes = [];
        foreach (TableDefinition table in dataset.Tables)
            changes.Add(await FindAsync(unit, table, cancellationToken).ConfigureAwait(false));
        foreach (Change change in changes)
            change.Registered = await RegisterAsync(change, cancellationToken).ConfigureAwait(false);

        // After all are registered: for a moment a reader sees the old rows beside the new, never neither.
        foreach (Change change in changes)
            await DropAsync(change, cancellationToken).ConfigureAwait(false);
        return [.. changes.Select(LoadOf)];
    }

    private async Task<Change> FindAsync(LoadUnit unit, TableDefinition table, CancellationToken cancellationToken)
    {
        string name = session.Naming.NameOf(dataset, table.Name);
        RunPartition[] runs = [.. partitions.Where(p => p.Table.Name == table.Name && unit.Sources.Contains(p.Source)).DistinctBy(p => p.Run)];
        List<RunPartition> missing = [];
        IReadOnlyList<GluePartition> others = [];
        if (unit.Replaces)
        {
            IReadOnlyList<GluePartition> all = await session.Glue.PartitionsAsync(session.Database, name, cancellationToken).ConfigureAwait(false);
            Dictionary<string, GluePartition> byRun = all.ToDictionary(p => p.Values[0]);
            missing.AddRange(runs.Where(r => !IsThere(name, r, byRun.GetValueOrDefault(r.Run))));
            others = GlueReplacement.Others(unit, AthenaDdl.Name(session.Database, name), runs, all);
        }
        else
        {
            foreach (RunPartition run in runs)
            {
                if (!IsThere(name, run, await session.Glue.FindPartitionAsync(session.Database, name, run.Run, cancellationToken).ConfigureAwait(false)))
                    missing.Add(run);
            }
        }

        return new Change(name, tables[table.Name], runs, missing, others);
    }

    private bool IsThere(string name, RunPartition run, GluePartition? live)
    {
        if (live is null)
            return false;
        string? location = RunPartition.LocationOf(live);
        return location == run.Location
            ? true
            : throw new CtiException(
                FailureKind.RefusedByWarehouse,
                "load",
                $"run {run.Run} is registered in {AthenaDdl.Name(session.Database, name)} already, at {location ?? "no place"} instead of {run.Location}; nothing was changed. If the new place is right: {AthenaDdl.SetLocation(session.Database, name, run)}.");
    }

    /// <returns>How many partitions are this load's own.</returns>
    private async Task<int> RegisterAsync(Change change, CancellationToken cancellationToken)
    {
        int registered = 0;
        foreach (RunPartition[] batch in change.Missing.Chunk(GlueClient.MostCreated))
        {
            GluePartition[] inputs = [.. batch.Select(p => p.Input(change.Table, _load, LedgerSql.Tool, session.Clock.GetUtcNow()))];
            IReadOnlyList<PartitionError> errors = await session.Glue.CreatePartitionsAsync(session.Database, change.Name, inputs, cancellationToken).ConfigureAwait(false);
            registered += batch.Length - errors.Count;
            foreach (PartitionError error in errors)
            {
                RunPartition run = batch.First(p => error.PartitionValues is [var value] && value == p.Run);
                registered += await TakenAsync(change, run, error, cancellationToken).ConfigureAwait(false) ? 1 : 0;
            }
        }

        return registered;
    }

    // Another load was faster, or this one's first answer was lost and the call was sent again.
    private async Task<bool> TakenAsync(Change change, RunPartition run, PartitionError error, CancellationToken cancellationToken)
    {
        if (!GlueClient.IsAlreadyThere(error))
            throw Failed("BatchCreatePartition", run.Run, error);
        GluePartition? live = await session.Glue.FindPartitionAsync(session.Database, change.Name, run.Run, cancellationToken).ConfigureAwait(false);
        if (live is null || !IsThere(change.Name, run, live))
            throw CtiException.Transient("load", $"the partition of run {run.Run} came and went while it was registered in {session.Name}; try again.");
        return RunPartition.IsOf(live, _load);
    }

    private async Task DropAsync(Change change, CancellationToken cancellationToken)
    {
        foreach (GluePartition[] batch in change.Others.Chunk(GlueClient.MostDropped))
        {
            IReadOnlyList<PartitionError> errors = await session.Glue.DeletePartitionsAsync(session.Database, change.Name, batch.Select(p => p.Values), cancellationToken).ConfigureAwait(false);
            if (errors.FirstOrDefault(e => !GlueClient.IsGone(e)) is { } error)
                throw Failed("BatchDeletePartition", string.Join('/', error.PartitionValues ?? []), error);
            session.Logger.PartitionsDropped(batch.Length, AthenaDdl.Name(session.Database, change.Name));
        }
    }

    private CtiException Failed(string operation, string run, PartitionError error)
    {
        string what = $"{operation}: {session.Name} refused run {run} ({error.ErrorDetail?.ErrorCode}: {error.ErrorDetail?.ErrorMessage})";
        return error.ErrorDetail?.ErrorCode is "AccessDeniedException" or "InvalidInputException" or "ValidationException" or "ResourceNumberLimitExceededException"
            ? CtiException.Usage("load", what + "; check the role's rights and the account's limits.")
            : CtiException.Transient("load", what + "; the same load again completes it.");
    }

    private TableLoad LoadOf(Change change)
    {
        long rows = change.Runs.Sum(r => r.Rows);
        return new TableLoad("glue", change.Name, Staged: rows, Inserted: rows, Updated: 0, Ignored: 0, AlreadyLoaded: change is { Registered: 0, Others.Count: 0 });
    }

    private sealed record Change(string Name, GlueTable Table, IReadOnlyList<RunPartition> Runs, IReadOnlyList<RunPartition> Missing, IReadOnlyList<GluePartition> Others)
    {
        public int Registered { get; set; }
    }
}
