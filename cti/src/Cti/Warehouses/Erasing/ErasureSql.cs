using System.Globalization;
using Cti.Records;
using Cti.Records.Columns;
using Cti.Records.Erasing;

namespace Cti.Warehouses.Erasing;

/// <summary>The statements that erase persons in one table. No statement holds anything about them: addresses are looked for by salted hashes, new values are pseudonyms.</summary>
/// <param name="dialect">The warehouse's SQL.</param>
/// <param name="eraser">Knows the table.</param>
/// <param name="schema">Its schema.</param>
/// <param name="name">Its name there.</param>
internal sealed class ErasureSql(SqlDialect dialect, TableEraser eraser, string schema, string name)
{
    /// <summary>The temporary table of new values, without a schema.</summary>
    public const string Staging = "cti_erased";

    private readonly TableDefinition _table = eraser.Table;

    /// <summary>The eraser.</summary>
    public TableEraser Eraser => eraser;

    /// <summary>The table, qualified.</summary>
    public string Target => dialect.Qualify(schema, name);

    /// <summary>The columns that are read: those that tell whose row it is, which row, and those that change.</summary>
    public IReadOnlyList<int> Read { get; } =
        [.. new[] { eraser.CustomerColumn, eraser.EmailColumn, eraser.ArrivalColumn, eraser.MomentColumn }.Where(c => c >= 0).Concat(KeyOf(eraser)).Concat(eraser.Changed).Distinct().Order()];

    /// <summary>The columns that a row is found again by: its key, and when it arrived.</summary>
    private IReadOnlyList<int> Match => [.. KeyOf(eraser), .. eraser.ArrivalColumn >= 0 ? [eraser.ArrivalColumn] : Array.Empty<int>()];

    /// <summary>The rows that may be about one of the persons: each condition is a little wider than it must be.</summary>
    /// <param name="subjects">The persons.</param>
    /// <param name="salt">Of the hashes.</param>
    public string Select(SubjectIndex subjects, string salt) => Select(subjects.CustomerIds, subjects.Emails, salt);

    /// <summary>The same in several statements, none of which names more than so many ids or addresses.</summary>
    public IEnumerable<string> Selects(SubjectIndex subjects, string salt, int namesAtOnce)
    {
        IEnumerable<string> ids = eraser.CustomerColumn < 0 ? [] : subjects.CustomerIds.Chunk(namesAtOnce).Select(some => Select(some, [], salt));
        IEnumerable<string> emails = eraser.EmailColumn < 0 ? [] : subjects.Emails.Chunk(namesAtOnce).Select(some => Select([], some, salt));
        return ids.Concat(emails);
    }

    private string Select(IReadOnlyCollection<string> ids, IReadOnlyCollection<string> emails, string salt)
    {
        List<string> who = [];
        if (eraser.CustomerColumn >= 0 && ids.Count > 0)
            who.Add($"{Name(eraser.CustomerColumn)} IN ({string.Join(", ", ids.Select(dialect.Text))})");
        if (eraser.EmailColumn >= 0 && emails.Count > 0)
            who.Add($"{dialect.Sha256($"{dialect.Text(salt)} || lower({Name(eraser.EmailColumn)})")} IN ({string.Join(", ", emails.Select(e => dialect.Text(ErasureSalt.Hash(salt, e))))}){ContactSql.OrNotAscii(dialect, Name(eraser.EmailColumn), emails)}");
        string condition = who.Count == 0 ? "1 = 0" : string.Join(" OR ", who);
        return $"SELECT {dialect.List(Read.Select(c => _table.Columns[c].Name))} FROM {Target} WHERE {condition}";
    }

    /// <summary>Makes the temporary table.</summary>
    public string CreateStaging => $"CREATE TEMPORARY TABLE {Staging} ({string.Join(", ", Match.Concat(eraser.Changed).Distinct().Select(c => $"{Name(c)} {dialect.TypeOf(_table.Columns[c])}"))})";

    /// <summary>Takes the temporary table away.</summary>
    public static string DropStaging => $"DROP TABLE IF EXISTS {Staging}";

    /// <summary>Puts rows into the temporary table.</summary>
    public string Stage(IReadOnlyList<ErasedRow> rows)
    {
        IEnumerable<int> columns = Match.Concat(eraser.Changed).Distinct();
        return $"INSERT INTO {Staging} VALUES {string.Join(", ", rows.Select(r => $"({string.Join(", ", columns.Select(c => Literal(c, r)))})"))}";
    }

    /// <summary>Puts the new values in their places.</summary>
    public string Update =>
        $"UPDATE {Target} SET {string.Join(", ", eraser.Changed.Select(c => $"{Name(c)} = s.{Name(c)}"))} FROM {Staging} AS s WHERE {string.Join(" AND ", Match.Select(c => $"{Target}.{Name(c)} = s.{Name(c)}"))}";

    /// <summary>The ledger takes over a run's new revision.</summary>
    public static string Revise(SqlDialect dialect, string schema, string run, int revision) => string.Create(
        CultureInfo.InvariantCulture, $"UPDATE {dialect.Qualify(schema, LedgerTable.Name)} SET revision = {revision} WHERE run = {dialect.Text(run)} AND revision < {revision}");

    private string Name(int column) => dialect.Quote(_table.Columns[column].Name);

    private string Literal(int column, ErasedRow row)
    {
        object? value = row.Values.TryGetValue(column, out string? replaced) ? replaced : row.Keys.GetValueOrDefault(column);
        return value switch
        {
            null => "NULL",
            DateTime moment => string.Create(CultureInfo.InvariantCulture, $"TIMESTAMP '{moment:yyyy-MM-dd HH:mm:ss.ffffff}'"),
            string text when _table.Columns[column].Type == ColumnType.Timestamp => $"TIMESTAMP {dialect.Text(text)}",
            string text => dialect.Text(text),
            _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        };
    }

    private static IEnumerable<int> KeyOf(TableEraser eraser) => eraser.Table.Key.Select(k => eraser.Table.Columns.Index().First(c => c.Item.Name == k).Index);
}
