using Cti.Records;

namespace Cti.Warehouses.Postgres;

/// <summary>Every statement of a load into one table; what runs and what <c>--dry-run</c> prints come from here alike.</summary>
/// <remarks>Rows go out by DELETE, never by TRUNCATE: whoever reads meanwhile, or holds an older snapshot, sees the table as it was until
/// the commit, and grants, views and indexes of the table stay.</remarks>
internal sealed class PostgresLoadSql
{
    /// <summary>The staging table; it goes with the transaction.</summary>
    public const string Staging = "pg_temp.cti_staging";

    /// <summary>Begins the load's transaction.</summary>
    public const string Begin = "BEGIN ISOLATION LEVEL READ COMMITTED";

    private static readonly PostgresDialect Dialect = PostgresDialect.Instance;
    private readonly string _columns;
    private readonly LoadConditions _when;

    /// <summary>The statements for a table kept as <paramref name="name"/> in <paramref name="schema"/>.</summary>
    public PostgresLoadSql(TableDefinition table, string schema, string name)
    {
        Table = table;
        Name = name;
        Schema = schema;
        Target = Dialect.Qualify(schema, name);
        _columns = Dialect.List(table.Columns.Select(c => c.Name));
        _when = new LoadConditions(Dialect, table);
    }

    /// <summary>The table's declaration.</summary>
    public TableDefinition Table { get; }

    /// <summary>The schema it lies in.</summary>
    public string Schema { get; }

    /// <summary>The table's name in the warehouse.</summary>
    public string Name { get; }

    /// <summary>The qualified name.</summary>
    public string Target { get; }

    /// <summary>Makes the table where it is missing, without its indexes.</summary>
    public string Create => DdlWriter.CreateTable(Dialect, Table, Schema, Name)[0];

    /// <summary>Makes the table's indexes.</summary>
    public IReadOnlyList<string> CreateIndexes => Dialect.Indexes(Table, Schema, Name);

    /// <summary>Lets no other load work on the table until this transaction ends.</summary>
    public string Lock => LockOf(Target);

    /// <summary>1 where the table holds a row, else 0.</summary>
    public string HasRows => $"SELECT CASE WHEN EXISTS (SELECT 1 FROM {Target}) THEN 1 ELSE 0 END";

    /// <summary>Makes the staging table: with the table's types and rules for values, so that each is refused where its row is still known.</summary>
    public string CreateStaging => $"CREATE TEMP TABLE cti_staging (LIKE {Target} INCLUDING CONSTRAINTS) ON COMMIT DROP";

    /// <summary>Drops the staging table before the transaction does.</summary>
    public static string DropStaging => $"DROP TABLE {Staging}";

    /// <summary>Tells the planner what is staged.</summary>
    public static string AnalyzeStaging => $"ANALYZE {Staging}";

    /// <summary>Sends rows to the staging table.</summary>
    public string CopyToStaging => CopyTo(Staging);

    /// <summary>Sends rows straight to the table.</summary>
    public string CopyToTarget => CopyTo(Target);

    /// <summary>Rows that are staged.</summary>
    public static string CountStaged => $"SELECT count(*) FROM {Staging}";

    /// <summary>Rows of the table.</summary>
    public string CountTarget => $"SELECT count(*) FROM {Target}";

    /// <summary>Staged rows that are older than the table's with the same key.</summary>
    public string CountIgnored => $"SELECT count(*) FROM {Staging} s WHERE EXISTS (SELECT 1 FROM {Target} t WHERE {_when.SameKey} AND {_when.OlderThanTable})";

    /// <summary>Whether each of the table's rows is replaced by one staged row at most: then deleting them tells how many staged rows found one.</summary>
    public bool ReplacesByKey => Table.VersionColumn is null && Table.ReplacedBy.SequenceEqual(Table.Key);

    /// <summary>Takes out the rows that staged ones replace and says how many staged ones do: appending may have left several with one key.</summary>
    public string DeleteByKey =>
        $"WITH gone AS (DELETE FROM {Target} t USING {Staging} s WHERE {_when.SameKey} RETURNING s.ctid AS staged_row) SELECT count(DISTINCT staged_row) FROM gone";

    /// <summary>Takes out the rows that staged ones replace, but for newer ones.</summary>
    public string DeleteReplaced => $"DELETE FROM {Target} t USING {Staging} s WHERE {_when.SameKey}" + (Table.VersionColumn is null ? "" : $" AND NOT {_when.OlderThanTable}");

    /// <summary>Takes all rows out.</summary>
    public string DeleteAll => $"DELETE FROM {Target}";

    /// <summary>Lets no other load of any table of the ledger's schema make the ledger until this transaction ends.</summary>
    public static string LockLedger(string schema) => LockOf(Dialect.Qualify(schema, LedgerTable.Name));

    /// <summary>Staged rows whose key is in the table.</summary>
    /// <param name="month">Only look at the table's rows of this month; null for all.</param>
    public string CountMatched(string? month)
    {
        string where = month is null ? "" : $" WHERE {_when.InMonth(month)}";
        return $"SELECT count(*) FROM {Staging} s WHERE EXISTS (SELECT 1 FROM (SELECT {Dialect.List(Table.ReplacedBy)} FROM {Target}{where}) t WHERE {_when.SameKey})";
    }

    /// <summary>Rows outside a month.</summary>
    /// <param name="month">The month.</param>
    /// <param name="rows">Where: the staging table, or the table.</param>
    public string CountOutside(string month, string rows) => $"SELECT count(*) FROM {rows} WHERE ({_when.InMonth(month)}) IS NOT TRUE";

    /// <summary>Takes the rows of a month out.</summary>
    public string DeleteMonth(string month) => $"DELETE FROM {Target} WHERE {_when.InMonth(month)}";

    /// <summary>Inserts what is staged.</summary>
    /// <param name="keepNewer">Leave out rows whose key is still in the table: after the delete, that is a newer version.</param>
    public string Insert(bool keepNewer) =>
        $"INSERT INTO {Target} ({_columns}) SELECT {_columns} FROM {Staging} s" + (keepNewer ? $" WHERE NOT EXISTS (SELECT 1 FROM {Target} t WHERE {_when.SameKey})" : "");

    /// <summary>Computes a derived table anew.</summary>
    public string Recompute(DerivedTable derived, string target) =>
        $"INSERT INTO {target} ({Dialect.List(derived.Columns.Select(c => c.Name))}) {derived.Select.Replace("{source}", Target, StringComparison.Ordinal)}";

    private string CopyTo(string target) => $"COPY {target} ({_columns}) FROM STDIN (FORMAT binary)";

    internal static string LockOf(string name) => $"SELECT pg_advisory_xact_lock(hashtextextended({Dialect.Text("cti " + name)}, 0))";
}
