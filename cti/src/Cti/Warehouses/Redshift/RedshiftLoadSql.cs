using System.Globalization;
using Cti.Records;

namespace Cti.Warehouses.Redshift;

/// <summary>Every statement of a load into one table; what runs and what <c>--dry-run</c> prints come from here alike.</summary>
/// <remarks>A batch cannot branch, so a condition that does not hold divides by zero, which rolls everything back. Keys are compared by joins
/// that are then grouped: Redshift takes only some patterns of correlated subqueries.</remarks>
internal sealed class RedshiftLoadSql
{
    private static readonly RedshiftDialect Dialect = RedshiftDialect.Instance;
    private readonly string _schema;
    private readonly string _columns;
    private readonly string _keys;
    private readonly LoadConditions _match;

    /// <summary>The statements for a table kept as <paramref name="name"/> in <paramref name="schema"/>.</summary>
    /// <param name="table">The declaration.</param>
    /// <param name="schema">The schema.</param>
    /// <param name="name">The table's name there.</param>
    /// <param name="run">Which of the unit's runs, from 0: each has a staging table of its own.</param>
    public RedshiftLoadSql(TableDefinition table, string schema, string name, int run = 0)
    {
        Table = table;
        Name = name;
        _schema = schema;
        Target = Dialect.Qualify(schema, name);
        _columns = Dialect.List(table.Columns.Select(c => c.Name));
        _keys = Dialect.List(table.Key, "s");
        // A temporary table takes no schema; it is found before any other of its name.
        Staging = Dialect.Quote("cti_stg_" + name + (run == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"_{run}")));
        _match = new LoadConditions(Dialect, table);
    }

    /// <summary>The table's declaration.</summary>
    public TableDefinition Table { get; }

    /// <summary>Its name in the warehouse.</summary>
    public string Name { get; }

    /// <summary>Its qualified name.</summary>
    public string Target { get; }

    /// <summary>Makes the staging table, distributed and sorted as the table is, so that joins stay on their node.</summary>
    public string Stage => $"CREATE TEMP TABLE {Staging} (LIKE {Target})";

    /// <summary>The staging table.</summary>
    public string Staging { get; }

    /// <summary>Takes all rows out. TRUNCATE would commit.</summary>
    public string DeleteAll => $"DELETE FROM {Target}";

    /// <summary>Takes out what the staged rows replace: all with an equal key, but for newer ones.</summary>
    public string DeleteByKey
    {
        get
        {
            // Redshift's DELETE takes no alias: the table goes by its own name.
            LoadConditions named = new(Dialect, Table, Dialect.Quote(Name));
            return $"DELETE FROM {Target} USING {Staging} s WHERE {named.SameKey}" + (Table.VersionColumn is null ? "" : $" AND NOT {named.OlderThanTable}");
        }
    }

    /// <summary>Inserts all staged rows.</summary>
    public string InsertAll => $"INSERT INTO {Target} ({_columns}) SELECT {_columns} FROM {Staging}";

    /// <summary>Every staged key is in the table.</summary>
    public string RequirePresence => Require(
        "k.kept = m.matched",
        $"{Kept} k CROSS JOIN {Matched(Target, Present.SameKey)} m");

    /// <summary>Reads the files into the staging table.</summary>
    /// <param name="manifest">The COPY manifest's URI.</param>
    /// <param name="role">An ARN or <c>default</c>.</param>
    public string Copy(string manifest, string role) =>
        $"COPY {Staging} ({_columns}) FROM {Dialect.Text(manifest)} IAM_ROLE {(role == "default" ? role : Dialect.Text(role))} FORMAT AS PARQUET MANIFEST STATUPDATE OFF";

    /// <summary>As many rows are staged as the manifest says.</summary>
    public string RequireStaged(long rows) => Require(string.Create(CultureInfo.InvariantCulture, $"COUNT(*) = {rows}"), Staging);

    /// <summary>No staged row lies outside a month.</summary>
    public string RequireMonth(string month) => Require("COUNT(*) = 0", $"{Staging} WHERE NOT ({_match.InMonth(month)}) OR {Dialect.Quote(Table.MonthColumn!)} IS NULL");

    /// <summary>Takes a month's rows out.</summary>
    public string DeleteMonth(string month) => $"DELETE FROM {Target} WHERE {_match.InMonth(month)}";

    /// <summary>Inserts the staged rows, one a key.</summary>
    /// <param name="keepNewer">Leave out rows whose key is still in the table: after the delete, that is a newer version.</param>
    public string Insert(bool keepNewer)
    {
        string select = $"INSERT INTO {Target} ({_columns}) SELECT {Dialect.List(Table.Columns.Select(c => c.Name), "s")} FROM {Ranked(_columns)} s";
        return keepNewer
            ? $"{select} LEFT JOIN {Target} t ON {_match.SameKey} WHERE s.cti_nth = 1 AND t.{Dialect.Quote(Table.ReplacedBy[0])} IS NULL"
            : $"{select} WHERE s.cti_nth = 1";
    }

    /// <summary>Notes a run in the ledger, with the counts that the statements after this one will bring about.</summary>
    /// <param name="mode">How the rows come in.</param>
    /// <param name="said">The mode that the user asked for.</param>
    /// <param name="month">With replace: the month.</param>
    /// <param name="source">The run.</param>
    public string Note(LoadMode mode, LoadMode said, string? month, LoadSource source)
    {
        string kept = mode == LoadMode.Append ? $"(SELECT COUNT(*) AS kept FROM {Staging})" : Kept;
        string matched = mode == LoadMode.Append ? Nothing : Matched(month is null ? Target : $"(SELECT {Dialect.List(Table.ReplacedBy)} FROM {Target} WHERE {_match.InMonth(month)})", _match.SameKey);
        string older = mode == LoadMode.Merge && Table.VersionColumn is not null ? Older : Nothing;
        string[] values =
        [
            Dialect.Text(source.Manifest.Run),
            Dialect.Text(Name),
            Dialect.Text(said.ToString().ToLowerInvariant()),
            month is null ? "CAST(NULL AS VARCHAR(7))" : Dialect.Text(month),
            "a.staged",
            "k.kept - m.matched",
            "m.matched - o.matched",
            "a.staged - k.kept + o.matched",
            Dialect.Text(source.Uri),
            source.Manifest.Revision.ToString(CultureInfo.InvariantCulture),
            Dialect.Text(LedgerSql.Tool),
            // The database's clock, not this machine's: the statement's text must be the same when it is sent again.
            "GETDATE()",
        ];
        return $"INSERT INTO {Dialect.Qualify(_schema, LedgerTable.Name)} ({Dialect.List(LedgerTable.Definition.Columns.Select(c => c.Name))}) SELECT {string.Join(", ", values)}"
            + $" FROM (SELECT COUNT(*) AS staged FROM {Staging}) a CROSS JOIN {kept} k CROSS JOIN {matched} m CROSS JOIN {older} o";
    }

    /// <summary>Computes a derived table anew, once it is empty.</summary>
    public string Recompute(DerivedTable derived, string target) =>
        $"INSERT INTO {target} ({Dialect.List(derived.Columns.Select(c => c.Name))}) {derived.Select.Replace("{source}", Target, StringComparison.Ordinal)}";

    private static string Nothing => "(SELECT 0 AS matched)";

    // Staged keys, and those of them that some rows have: grouped, as either side may hold a key more than once.
    private string Kept => $"(SELECT COUNT(*) AS kept FROM (SELECT 1 AS cti_one FROM {Staging} s GROUP BY {_keys}) g)";

    private string Older
    {
        get
        {
            string columns = Dialect.List(Table.Key.Concat(Table.ReplacedBy).Concat(Versions).Distinct());
            return $"(SELECT COUNT(*) AS matched FROM (SELECT 1 AS cti_one FROM {Ranked(columns)} s JOIN {Target} t ON {_match.SameKey} AND {_match.OlderThanTable} WHERE s.cti_nth = 1 GROUP BY {_keys}) g)";
        }
    }

    private IEnumerable<string> Versions => new[] { Table.VersionColumn, Table.ThenVersionColumn }.OfType<string>();

    // A staged row that is not to take the place of the table's may be of a key that the table's rows do not have.
    private LoadConditions Present => Table.VersionColumn is null ? new LoadConditions(Dialect, Table with { ReplacedBy = Table.Key }) : _match;

    private string Order => Table.VersionColumn is null
        ? Dialect.Quote(Table.Key[0])
        : string.Join(", ", Versions.Select(v => Dialect.Quote(v) + (Table.OldestStays ? " ASC NULLS FIRST" : " DESC NULLS LAST")));

    private string Matched(string rows, string condition) => $"(SELECT COUNT(*) AS matched FROM (SELECT 1 AS cti_one FROM {Staging} s JOIN {rows} t ON {condition} GROUP BY {_keys}) g)";

    private string Ranked(string columns) =>
        $"(SELECT {columns}, ROW_NUMBER() OVER (PARTITION BY {Dialect.List(Table.Key)} ORDER BY {Order}) AS cti_nth FROM {Staging})";

    private static string Require(string condition, string from) => $"SELECT 1 / CASE WHEN {condition} THEN 1 ELSE 0 END AS cti_check FROM {from}";
}
