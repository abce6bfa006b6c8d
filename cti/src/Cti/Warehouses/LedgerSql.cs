using System.Globalization;
using System.Reflection;

namespace Cti.Warehouses;

/// <summary>The ledger of a schema: every statement of it and how its rows are read.</summary>
internal sealed class LedgerSql(SqlDialect dialect, string schema)
{
    private readonly string _target = dialect.Qualify(schema, LedgerTable.Name);

    /// <summary>Program and version, as the ledger notes them.</summary>
    public static string Tool { get; } = "cti " + (typeof(LedgerSql).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0");

    /// <summary>Makes the ledger where it is missing.</summary>
    public IReadOnlyList<string> Create => DdlWriter.CreateTable(dialect, LedgerTable.Definition, schema, LedgerTable.Name);

    /// <summary>The runs that a table holds.</summary>
    public string Select(string table) =>
        $"SELECT run, staged, inserted, updated, ignored FROM {_target} WHERE table_name = {dialect.Text(table)}";

    /// <summary>Forgets all runs of a table: it is new, or replaced as a whole.</summary>
    public string Forget(string table) => $"DELETE FROM {_target} WHERE table_name = {dialect.Text(table)}";

    /// <summary>Forgets one run of a table, which is loaded again.</summary>
    public string Forget(string table, string run) => $"{Forget(table)} AND run = {dialect.Text(run)}";

    /// <summary>Notes a run.</summary>
    public string Insert(LedgerEntry entry, string table, LoadMode mode, string? month, LoadSource source, string tool, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(entry);
        string columns = dialect.List(LedgerTable.Definition.Columns.Select(c => c.Name));
        string[] values =
        [
            dialect.Text(entry.Run),
            dialect.Text(table),
            dialect.Text(mode.ToString().ToLowerInvariant()),
            month is null ? "NULL" : dialect.Text(month),
            .. new[] { entry.Staged, entry.Inserted, entry.Updated, entry.Ignored }.Select(n => n.ToString(CultureInfo.InvariantCulture)),
            dialect.Text(source.Uri),
            source.Manifest.Revision.ToString(CultureInfo.InvariantCulture),
            dialect.Text(tool),
            string.Create(CultureInfo.InvariantCulture, $"TIMESTAMP '{now.UtcDateTime:yyyy-MM-dd HH:mm:ss.ffffff}'"),
        ];
        return $"INSERT INTO {_target} ({columns}) VALUES ({string.Join(", ", values)})";
    }

    /// <summary>The answer to <see cref="Select"/>, by run.</summary>
    public static IReadOnlyDictionary<string, LedgerEntry> Read(QueryTable answer) => answer.Rows.ToDictionary(
        r => (string)r[0]!,
        r => new LedgerEntry((string)r[0]!, (long)r[1]!, (long)r[2]!, (long)r[3]!, (long)r[4]!));
}
