using System.Globalization;
using System.Text;
using Cti.Records;
using Cti.Records.Columns;

namespace Cti.Warehouses.Keys;

/// <summary>Asks a warehouse by SQL for so many keys at a time that statement and answer stay small, whatever the table's size.</summary>
/// <param name="dialect">Its SQL.</param>
/// <param name="naming">The settings' schema.</param>
/// <param name="catalogue">The view that lists tables, with <c>table_schema</c> and <c>table_name</c>.</param>
/// <param name="query">Runs a query.</param>
internal sealed class KeyLookup(SqlDialect dialect, TableNaming naming, string catalogue, Func<string, CancellationToken, Task<QueryTable>> query) : IKeyReader
{
    // Redshift's Data API takes statements up to 100 kB.
    private const int MostBytes = 60_000;
    private const int MostKeys = 4_000;
    private readonly string _schema = naming.SchemaIn(dialect);

    /// <inheritdoc/>
    public async Task<string> StateAsync(Dataset dataset, CancellationToken cancellationToken)
    {
        TableDefinition table = dataset.Tables[0];
        IReadOnlyCollection<string> there = await TablesAsync([table.Name, LedgerTable.Name], cancellationToken).ConfigureAwait(false);
        if (!there.Contains(table.Name))
            return "";
        if (there.Contains(LedgerTable.Name))
        {
            QueryTable runs = await query($"SELECT run, revision FROM {dialect.Qualify(_schema, LedgerTable.Name)} WHERE table_name = {dialect.Text(table.Name)} ORDER BY 1, 2", cancellationToken).ConfigureAwait(false);
            if (runs.Rows.Count > 0)
                return string.Join('\n', runs.Rows.Select(r => $"{r[0]} {Convert.ToInt64(r[1], CultureInfo.InvariantCulture)}").Order(StringComparer.Ordinal));
        }

        QueryTable rows = await query($"SELECT COUNT(*) FROM {dialect.Qualify(_schema, table.Name)}", cancellationToken).ConfigureAwait(false);
        return string.Create(CultureInfo.InvariantCulture, $"{rows.Rows[0][0]} rows");
    }

    /// <inheritdoc/>
    public async Task FindAsync(Dataset dataset, IEnumerable<string> keys, Action<ReadOnlySpan<byte>> found, CancellationToken cancellationToken)
    {
        TableDefinition table = dataset.Tables[0];
        if ((await TablesAsync([table.Name], cancellationToken).ConfigureAwait(false)).Count == 0)
            return;
        ColumnDefinition key = table.Columns.Single(c => c.Name == table.Key[0]);
        string column = dialect.Quote(key.Name);
        string select = $"SELECT DISTINCT {column} FROM {dialect.Qualify(_schema, table.Name)} WHERE {column} IN ";
        foreach (string list in Lists(keys.Select(k => key.Type is ColumnType.Int32 or ColumnType.Int64 ? k : dialect.Text(k))))
        {
            foreach (IReadOnlyList<object?> row in (await query($"{select}({list})", cancellationToken).ConfigureAwait(false)).Rows)
                found(Encoding.UTF8.GetBytes(Convert.ToString(row[0], CultureInfo.InvariantCulture)!));
        }
    }

    private static IEnumerable<string> Lists(IEnumerable<string> literals)
    {
        StringBuilder list = new();
        int count = 0;
        foreach (string literal in literals)
        {
            if (count == MostKeys || list.Length + literal.Length > MostBytes)
            {
                yield return list.ToString();
                list.Clear();
                count = 0;
            }

            list.Append(count++ == 0 ? "" : ",").Append(literal);
        }

        if (count > 0)
            yield return list.ToString();
    }

    private async Task<IReadOnlyCollection<string>> TablesAsync(string[] names, CancellationToken cancellationToken)
    {
        QueryTable found = await query(
            $"SELECT DISTINCT table_name FROM {catalogue} WHERE table_schema = {dialect.Text(_schema)} AND table_name IN ({string.Join(", ", names.Select(dialect.Text))})",
            cancellationToken).ConfigureAwait(false);
        return [.. found.Rows.Select(r => (string)r[0]!)];
    }
}
