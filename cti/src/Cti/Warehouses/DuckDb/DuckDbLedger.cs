using System.Globalization;

namespace Cti.Warehouses.DuckDb;

/// <summary>The ledger of a DuckDB file: every statement of it and how its rows are read.</summary>
internal sealed class DuckDbLedger(string schema)
{
    private static readonly DuckDbDialect Dialect = DuckDbDialect.Instance;
    private readonly string _target = Dialect.Qualify(schema, LedgerTable.Name);

    /// <summary>Makes the ledger where it is missing.</summary>
    public IReadOnlyList<string> Create => DdlWriter.CreateTable(Dialect, LedgerTable.Definition, schema, LedgerTable.Name);

    /// <summary>The runs that a table holds.</summary>
    public string Select(string table) =>
        $"SELECT run, staged, inserted, updated, ignored FROM {_target} WHERE table_name = {Dialect.Text(table)}";

    /// <summary>Forgets all runs of a table: it is new, or replaced as a whole.</summary>
    public string Forget(string table) => $"DELETE FROM {_target} WHERE table_name = {Dialect.Text(table)}";

    /// <summary>Forgets one run of a table, which is loaded again.</summary>
    public string Forget(string table, string run) => $"{Forget(table)} AND run = {Dialect.Text(run)}";

    /// <summary>Notes a run.</summary>
    public string Insert(LedgerEntry entry, string table, LoadMode mode, string? month, LoadSource source, string tool, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(entry);
        string columns = Dialect.List(LedgerTable.Definition.Columns.Select(c => c.Name));
        string[] values =
        [
            Dialect.Text(entry.Run),
            Dialect.Text(table),
            Dialect.Text(mode.ToString().ToLowerInvariant()),
            month is null ? "NULL" : Dialect.Text(month),
            .. new[] { entry.Staged, entry.Inserted, entry.Updated, entry.Ignored }.Select(n => n.ToString(CultureInfo.InvariantCulture)),
            Dialect.Text(source.Uri),
            source.Manifest.Revision.ToString(CultureInfo.InvariantCulture),
            Dialect.Text(tool),
            string.Create(CultureInfo.InvariantCulture, $"TIMESTAMP '{now.UtcDateTime:yyyy-MM-dd HH:mm:ss.ffffff}'"),
        ];
        return $"INSERT INTO {_target} ({columns}) VALUES ({string.Join(", ", values)})";
    }

    /// <summary>The runs that a table holds, by key.</summary>
    public IReadOnlyDictionary<string, LedgerEntry> Read(DuckDbConnection connection, string table, CancellationToken cancellationToken) =>
        connection.Query(Select(table), cancellationToken).Rows.ToDictionary(
            r => (string)r[0]!,
            r => new LedgerEntry((string)r[0]!, (long)r[1]!, (long)r[2]!, (long)r[3]!, (long)r[4]!));
}
