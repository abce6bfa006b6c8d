using Cti.Failures;
using Cti.ObjectStores;
using Cti.Records;
using Cti.Telemetry;
using Cti.Warehouses.DuckDb;
using Cti.Warehouses.PreFlight;
using Cti.Warehouses.Redshift.DataApi;

namespace Cti.Warehouses.Redshift;

/// <summary>Brings one unit of runs into all tables of a dataset, in one transaction with its ledger rows, through whatever may pass.</summary>
internal sealed class RedshiftUnitLoad(RedshiftSession session, RedshiftLoadContext context, IObjectStore store, DuckDbOptions engine)
{
    private readonly RedshiftCatalog _catalog = new(session.Runner, context, session.Name);
    private IReadOnlyList<LoadStep> _steps = [];

    /// <summary>Loads the unit, or finds it loaded.</summary>
    /// <returns>One for each table, in the dataset's order.</returns>
    /// <exception cref="CtiException">Transient after the retries; RefusedByWarehouse and Usage at once.</exception>
    public async Task<IReadOnlyList<TableLoad>> LoadAsync(LoadUnit unit, CancellationToken cancellationToken)
    {
        LoadStatement statement = new(session.Runner, store, session.Logger, context, unit, session.Target);
        Dictionary<(LoadSource, TableDefinition), CopyManifest?> copies = await PutCopyManifestsAsync(unit, cancellationToken).ConfigureAwait(false);
        for (int retry = 1; ; retry++)
        {
            string reason;
            try
            {
                if (await TryAsync(unit, statement, copies, cancellationToken).ConfigureAwait(false) is { } loads)
                    return loads;
                reason = "another call is loading the same";
            }
            catch (RedshiftException e) when (RedshiftFailures.IsTransient(e, StepOf(e)))
            {
                reason = RedshiftFailures.Short(e.Message);
                if (retry > session.BackOff.MaxRetries)
                    throw RedshiftFailures.Of(e, "load", session.Name, StepOf(e));
            }

            if (retry > session.BackOff.MaxRetries)
                throw CtiException.Transient("load", $"{session.Name}: {reason}; try again later.");
            session.Logger.LoadRetried(session.Name, retry, reason);
            await Task.Delay(session.BackOff.DelayOf(retry, session.Random), session.Clock, cancellationToken).ConfigureAwait(false);
        }
    }

    // One round: whatever was sent before comes to its end, then what is there decides what is left to do.
    private async Task<IReadOnlyList<TableLoad>?> TryAsync(
        LoadUnit unit, LoadStatement statement, Dictionary<(LoadSource, TableDefinition), CopyManifest?> copies, CancellationToken cancellationToken)
    {
        _steps = [];
        LoadIntent? intent = await statement.FinishEarlierAsync(cancellationToken).ConfigureAwait(false);
        TableDefinition[] missing = await PrepareAsync(unit, cancellationToken).ConfigureAwait(false);
        ILookup<string, LedgerEntry> known = await _catalog.LedgerAsync(cancellationToken).ConfigureAwait(false);
        string[] KnownOf(string name) => missing.Any(t => context.NameOf(t) == name) ? [] : [.. known[name].Select(e => e.Run)];
        TableDefinition[] open = [.. context.Dataset.Tables.Where(t => missing.Contains(t) || !unit.IsIn(KnownOf(context.NameOf(t))))];
        if (open.Length == 0)
            return [.. context.Dataset.Tables.Select(t => LoadOf(t, unit, known, alreadyLoaded: true))];

        _steps = RedshiftBatch.Of(context, unit, new BatchPlan(open, missing, KnownOf, (source, table) => copies[(source, table)]?.Uri));
        StatementDescription? ended = await statement.RunAsync(_steps, intent, cancellationToken).ConfigureAwait(false);
        if (ended is null)
            return null;
        if (ended.Status != StatementStatus.Finished)
            throw await FailureAsync(unit, ended, cancellationToken).ConfigureAwait(false);

        ILookup<string, LedgerEntry> now = await CountsAsync(ended, cancellationToken).ConfigureAwait(false);
        bool ours = await statement.ClaimAsync(ended, cancellationToken).ConfigureAwait(false);
        return [.. context.Dataset.Tables.Select(t => open.Contains(t) ? LoadOf(t, unit, now, alreadyLoaded: !ours) : LoadOf(t, unit, known, alreadyLoaded: true))];
    }

    // What is there must fit the files before anything is sent. Returns what is not there, and may be made.
    private async Task<TableDefinition[]> PrepareAsync(LoadUnit unit, CancellationToken cancellationToken)
    {
        ILookup<string, IReadOnlyList<object?>> columns = await _catalog.ColumnsAsync(cancellationToken).ConfigureAwait(false);
        TableDefinition[] missing = [.. context.AllTables.Where(t => !columns.Contains(context.NameOf(t)))];
        if (missing.Length > 0 && !context.Create)
            throw TablePreFlight.Missing(RedshiftDialect.Instance, missing[0], context.Schema, context.NameOf(missing[0]));
        foreach (LoadSource source in unit.Sources)
            RedshiftPreFlight.Require(context, source, columns);
        if (!columns.Contains(LedgerTable.Name))
            await _catalog.MakeLedgerAsync(cancellationToken).ConfigureAwait(false);
        return missing;
    }

    private async Task<Exception> FailureAsync(LoadUnit unit, StatementDescription ended, CancellationToken cancellationToken)
    {
        RedshiftException failure = new(ended);
        LoadStep? step = StepOf(failure);
        if (RedshiftFailures.IsTransient(failure, step))
            return failure;
        CtiException plain = RedshiftFailures.Of(failure, "load", session.Name, step);
        if (step?.Source is not { } source || (step.Kind == LoadStepKind.Copy && plain.Kind != FailureKind.RefusedByWarehouse))
            return plain;

        // What the batch could not say by itself, as it was rolled back, is looked up in the parts.
        TableDefinition table = context.Dataset.Tables.First(t => t.Name == step.Table);
        string name = context.NameOf(table);
        RedshiftRowFaults rows = new(store, engine);
        switch (step.Kind)
        {
            case LoadStepKind.StagedCheck when RedshiftFailures.IsCheck(failure):
                long staged = await rows.CountAsync(source, table, condition: null, cancellationToken).ConfigureAwait(false);
                return LoadFaults.OtherCount(source, name, source.Manifest.RowsOf(table.Name), staged, "staged");
            case LoadStepKind.MonthCheck when RedshiftFailures.IsCheck(failure):
                string inMonth = new LoadConditions(DuckDbDialect.Instance, table).InMonth(unit.Month!);
                return LoadFaults.OutsideMonth(source, name, unit.Month!, await rows.CountAsync(source, table, $"({inMonth}) IS NOT TRUE", cancellationToken).ConfigureAwait(false));
            case LoadStepKind.Copy:
                ILookup<string, IReadOnlyList<object?>> columns = await _catalog.ColumnsAsync(cancellationToken).ConfigureAwait(false);
                IReadOnlyList<LoadError> errors = await _catalog.LoadErrorsAsync(ended.SubStatements![failure.Step!.Value].RedshiftQueryId, cancellationToken).ConfigureAwait(false);
                return await rows.OfAsync(failure, errors, source, table, RedshiftPreFlight.LiveOf(context, table, columns), cancellationToken).ConfigureAwait(false);
            default:
                return plain;
        }
    }

    // The last statement of the batch reads the ledger's new rows; a batch's statements are numbered from 1.
    private async Task<ILookup<string, LedgerEntry>> CountsAsync(StatementDescription ended, CancellationToken cancellationToken)
    {
        string id = ended.SubStatements is [.., var last] ? last.Id : $"{ended.Id}:{_steps.Count}";
        return RedshiftCatalog.EntriesOf(await session.Runner.ResultAsync(id, cancellationToken).ConfigureAwait(false));
    }

    private async Task<Dictionary<(LoadSource, TableDefinition), CopyManifest?>> PutCopyManifestsAsync(LoadUnit unit, CancellationToken cancellationToken)
    {
        Dictionary<(LoadSource, TableDefinition), CopyManifest?> copies = [];
        foreach (LoadSource source in unit.Sources)
        {
            foreach (TableDefinition table in context.Dataset.Tables)
            {
                CopyManifest? copy = CopyManifest.Of(source, table.Name);
                copies[(source, table)] = copy;
                if (copy is not null)
                    await copy.PutAsync(store, cancellationToken).ConfigureAwait(false);
            }
        }

        return copies;
    }

    private LoadStep? StepOf(RedshiftException e) => e.Step is { } i && i < _steps.Count ? _steps[i] : null;

    private TableLoad LoadOf(TableDefinition table, LoadUnit unit, ILookup<string, LedgerEntry> ledger, bool alreadyLoaded)
    {
        string name = context.NameOf(table);
        HashSet<string> runs = [.. unit.Sources.Select(s => s.Manifest.Run)];
        return TableLoad.Of("redshift", name, [.. ledger[name].Where(e => runs.Contains(e.Run))], alreadyLoaded);
    }
}
