using System.Globalization;
using System.Text;
using Cti.Failures;
using Cti.Records;

namespace Cti.Warehouses.Redshift;

/// <summary>The statements of one unit, which run as one transaction.</summary>
internal sealed class RedshiftBatch
{
    private const int MaxStatements = 40;
    private const int MaxBytes = 100_000;
    private readonly List<LoadStep> _steps = [];
    private readonly List<string> _stagings = [];
    private readonly RedshiftLoadContext _context;
    private readonly LoadUnit _unit;
    private readonly BatchPlan _plan;
    private readonly LedgerSql _ledger;

    private RedshiftBatch(RedshiftLoadContext context, LoadUnit unit, BatchPlan plan)
    {
        (_context, _unit, _plan) = (context, unit, plan);
        _ledger = new LedgerSql(RedshiftDialect.Instance, context.Schema);
    }

    /// <summary>Writes them.</summary>
    /// <param name="context">What all units of the load share.</param>
    /// <param name="unit">The runs.</param>
    /// <param name="plan">What is there.</param>
    /// <exception cref="CtiException">Usage: more than one batch takes.</exception>
    public static IReadOnlyList<LoadStep> Of(RedshiftLoadContext context, LoadUnit unit, BatchPlan plan)
    {
        RedshiftBatch batch = new(context, unit, plan);
        RedshiftLedgerSql ledger = new(context.Schema);
        string[] names = [.. plan.Tables.Select(context.NameOf)];
        batch.Add(ledger.Lock);
        batch.AddMissing(ledger);
        batch._steps.Add(new LoadStep(LoadStepKind.LedgerCheck, ledger.RequireUnchanged(unit, names.ToDictionary(n => n, plan.KnownOf))));
        foreach (TableDefinition table in plan.Tables)
            batch.AddTable(table);
        if (batch._stagings.Count > 0)
            batch.Add("DROP TABLE " + string.Join(", ", batch._stagings));
        // Last, so that the counts are found under the last statement's id.
        batch.Add(ledger.Select(names, unit.Sources.Select(s => s.Manifest.Run)));
        batch.CheckBudget();
        return batch._steps;
    }

    private void Add(string sql) => _steps.Add(new LoadStep(LoadStepKind.Work, sql));

    // A table that has to be made holds nothing, whatever the ledger remembers of one that was dropped. The CREATE fails where another call
    // was faster, which then has written into the ledger what must not be forgotten.
    private void AddMissing(RedshiftLedgerSql ledger)
    {
        foreach (TableDefinition table in _plan.Missing)
        {
            foreach (string sql in DdlWriter.CreateTable(RedshiftDialect.Instance, table, _context.Schema, _context.NameOf(table), mustBeNew: true))
                Add(sql);
        }

        string[] names = [.. _plan.Missing.Select(_context.NameOf)];
        if (names.Length > 0)
            Add(ledger.Forget(names));
    }

    private void AddTable(TableDefinition table)
    {
        string name = _context.NameOf(table);
        IReadOnlyCollection<string> known = _plan.KnownOf(name);
        bool forgetsAll = _unit.Replaces && _unit.Month is null;
        if (forgetsAll && known.Count > 0)
            Add(_ledger.Forget(name));
        for (int i = 0; i < _unit.Sources.Count; i++)
        {
            LoadSource source = _unit.Sources[i];
            RedshiftLoadSql sql = _context.SqlOf(table, i);
            // A replacement's first run takes the place of what was there, the others are merged to it.
            LoadMode mode = _unit.Replaces && i > 0 ? LoadMode.Merge : _context.Mode;
            AddStaging(sql, source);
            if (_unit.Month is not null)
                Add(LoadStepKind.MonthCheck, sql.RequireMonth(_unit.Month), table, source);
            if (!forgetsAll && known.Contains(source.Manifest.Run))
                Add(_ledger.Forget(name, source.Manifest.Run));
            AddRows(sql, mode, source);
        }

        foreach (DerivedTable derived in table.Derived)
        {
            RedshiftLoadSql target = _context.SqlOf(DdlWriter.AsTable(derived));
            Add(target.DeleteAll);
            Add(_context.SqlOf(table).Recompute(derived, target.Target));
        }
    }

    private void Add(LoadStepKind kind, string sql, TableDefinition table, LoadSource source) => _steps.Add(new LoadStep(kind, sql, table.Name, source));

    private void AddStaging(RedshiftLoadSql sql, LoadSource source)
    {
        Add(sql.Stage);
        _stagings.Add(sql.Staging);
        if (_plan.CopyManifest(source, sql.Table) is { } manifest)
            Add(LoadStepKind.Copy, sql.Copy(manifest, _context.Role), sql.Table, source);
        Add(LoadStepKind.StagedCheck, sql.RequireStaged(source.Manifest.RowsOf(sql.Table.Name)), sql.Table, source);
    }

    private void AddRows(RedshiftLoadSql sql, LoadMode mode, LoadSource source)
    {
        string? month = mode == LoadMode.Replace ? _unit.Month : null;
        // The counts compare staged rows with the table, so they come before it is changed.
        Add(LoadStepKind.Work, sql.Note(mode, _context.Mode, month, source), sql.Table, source);
        switch (mode)
        {
            case LoadMode.Merge:
                Add(sql.DeleteByKey);
                Add(sql.Insert(keepNewer: sql.Table.VersionColumn is not null));
                break;
            case LoadMode.Replace:
                Add(month is null ? sql.DeleteAll : sql.DeleteMonth(month));
                Add(sql.Insert(keepNewer: false));
                break;
            default:
                Add(sql.InsertAll);
                break;
        }

        Add(LoadStepKind.PresenceCheck, sql.RequirePresence, sql.Table, source);
    }

    private void CheckBudget()
    {
        int bytes = _steps.Sum(s => Encoding.UTF8.GetByteCount(s.Sql));
        if (_steps.Count > MaxStatements || bytes > MaxBytes)
        {
            throw CtiException.Usage("load", string.Create(
                CultureInfo.InvariantCulture,
                $"{_unit.Sources.Count} manifests at once take {_steps.Count} statements of {bytes} bytes, and Redshift's Data API takes {MaxStatements} of {MaxBytes}; replace by the first and merge the others."));
        }
    }
}
