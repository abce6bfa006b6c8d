using Cti.Records;
using Cti.Warehouses.Reading;

namespace Cti.Warehouses.DuckDb;

/// <summary>Every statement of a load into one table; what runs and what <c>--dry-run</c> prints come from here alike.</summary>
/// <remarks>The staging table is a view on the Parquet parts: they are compressed, checked and local already, so that a copy of
/// millions of rows would only cost memory and time. Rows to be replaced are collected by their row id first: eight bytes each,
/// which spill, where deleting straight from a join would hold keys and undo log in memory at once.</remarks>
internal sealed class DuckDbLoadSql
{
    private const string Staging = "temp.cti_staging";
    private const string Replaced = "temp.cti_replaced";
    private static readonly DuckDbDialect Dialect = DuckDbDialect.Instance;
    private readonly string _columns;
    private readonly LoadConditions _when;

    /// <summary>The statements for a table kept as <paramref name="name"/> in <paramref name="schema"/>.</summary>
    public DuckDbLoadSql(TableDefinition table, string schema, string name)
    {
        Table = table;
        Name = name;
        Schema = schema;
        _when = new LoadConditions(Dialect, table);
        _columns = Dialect.List(table.Columns.Select(c => c.Name));
        Target = Dialect.Qualify(schema, name);
    }

    /// <summary>The table's declaration.</summary>
    public TableDefinition Table { get; }

    /// <summary>The schema it lies in.</summary>
    public string Schema { get; }

    /// <summary>The table's name in the warehouse.</summary>
    public string Name { get; }

    /// <summary>The qualified name.</summary>
    public string Target { get; }

    /// <summary>Makes the table where it is missing.</summary>
    public IReadOnlyList<string> Create => DdlWriter.CreateTable(Dialect, Table, Schema, Name);

    /// <summary>Rows that are staged.</summary>
    public static string CountStaged => $"SELECT count(*) FROM {Staging}";

    /// <summary>Rows that are to be replaced.</summary>
    public static string CountReplaced => $"SELECT count(*) FROM {Replaced}";

    /// <summary>Takes the replaced rows out where they are.</summary>
    public string DeleteReplaced => $"DELETE FROM {Target} WHERE rowid IN (SELECT row_id FROM {Replaced})";

    /// <summary>Forgets which rows were to be replaced.</summary>
    public static string DropReplaced => $"DROP TABLE IF EXISTS {Replaced}";

    /// <summary>Takes all rows out where they are, which keeps indexes that somebody made.</summary>
    public string DeleteAll => $"DELETE FROM {Target}";

    /// <summary>Staged rows that are older than the table's with the same key.</summary>
    public string CountIgnored => $"SELECT count(*) FROM {Staging} s SEMI JOIN {Target} t ON {_when.SameKey} AND {_when.OlderThanTable}";

    /// <summary>Stages the parts under the table's columns, by name.</summary>
    /// <param name="files">Local Parquet files; none gives a staging without rows.</param>
    public string Stage(IReadOnlyList<string> files)
    {
        string from = files.Count > 0
            ? $"SELECT {_columns} FROM {PartSql.From(files)}"
            : $"SELECT {string.Join(", ", Table.Columns.Select(c => $"CAST(NULL AS {Dialect.TypeOf(c)}) AS {Dialect.Quote(c.Name)}"))} WHERE false";
        return $"CREATE OR REPLACE TEMP VIEW cti_staging AS {from}";
    }

    /// <summary>Collects the rows that staged ones replace: all with an equal key, but for newer ones.</summary>
    public string CollectByKey() =>
        $"CREATE OR REPLACE TEMP TABLE cti_replaced AS SELECT t.rowid AS row_id FROM {Target} t SEMI JOIN {Staging} s ON {_when.SameKey}"
        + (Table.VersionColumn is null ? "" : $" AND NOT ({_when.OlderThanTable})");

    /// <summary>Collects the rows of a month.</summary>
    public string CollectByMonth(string month) =>
        $"CREATE OR REPLACE TEMP TABLE cti_replaced AS SELECT rowid AS row_id FROM {Target} WHERE {_when.InMonth(month)}";

    /// <summary>Staged rows whose key is in the table.</summary>
    /// <param name="month">Only look at the table's rows of this month; null for all.</param>
    public string CountMatched(string? month) =>
        $"SELECT count(*) FROM {Staging} s SEMI JOIN (SELECT {Dialect.List(Table.ReplacedBy)} FROM {Target}{(month is null ? "" : " WHERE " + _when.InMonth(month))}) t ON {_when.SameKey}";

    /// <summary>Staged rows outside a month.</summary>
    public string CountOutside(string month) => $"SELECT count(*) FROM {Staging} WHERE ({_when.InMonth(month)}) IS NOT TRUE";

    /// <summary>Writes the table anew without the replaced rows; takes their place where they are too many to be marked in memory.</summary>
    public IReadOnlyList<string> RewriteWithoutReplaced()
    {
        string fresh = "cti_rewrite_" + Name;
        string target = Dialect.Qualify(Schema, fresh);
        return
        [
            .. DdlWriter.CreateTable(Dialect, Table, Schema, fresh),
            $"INSERT INTO {target} ({_columns}) SELECT {_columns} FROM {Target} t ANTI JOIN {Replaced} r ON t.rowid = r.row_id",
            $"DROP TABLE {Target}",
            $"ALTER TABLE {target} RENAME TO {Dialect.Quote(Name)}",
        ];
    }

    /// <summary>Makes the table anew, empty.</summary>
    public IReadOnlyList<string> Clear() => [$"DROP TABLE {Target}", .. Create];

    /// <summary>Inserts what is staged.</summary>
    /// <param name="keepNewer">Leave out rows whose key is still in the table: after the delete, that is a newer version.</param>
    public string Insert(bool keepNewer) =>
        $"INSERT INTO {Target} ({_columns}) SELECT {_columns} FROM {Staging} s" + (keepNewer ? $" ANTI JOIN {Target} t ON {_when.SameKey}" : "");

    /// <summary>Computes a derived table anew.</summary>
    public string Recompute(DerivedTable derived, string target) =>
        $"INSERT INTO {target} ({Dialect.List(derived.Columns.Select(c => c.Name))}) {derived.Select.Replace("{source}", Target, StringComparison.Ordinal)}";
}
