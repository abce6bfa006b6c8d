using Cti.Failures;
using Cti.Records;
using Cti.Warehouses.PreFlight;

namespace Cti.Warehouses.Checks;

/// <summary>Rights and tables of a database that has PostgreSQL's catalogue.</summary>
/// <param name="dialect">The warehouse's SQL.</param>
/// <param name="naming">Schema and table of the settings.</param>
/// <param name="ledgerRights">What a load does to the ledger.</param>
/// <param name="ask">Runs a query.</param>
/// <param name="find">Finds a table of the schema by name; null where there is none.</param>
internal sealed class DatabaseChecks(SqlDialect dialect, TableNaming naming, string[] ledgerRights, Func<string, Task<QueryTable>> ask, Func<string, Task<LiveTable?>> find)
{
    private static readonly string[] TableRights = ["SELECT", "INSERT", "DELETE"];
    private readonly string _schema = naming.SchemaIn(dialect);
    private bool _mayCreate;

    /// <summary>Whether the order of columns counts. Default: not.</summary>
    public bool ByPosition { get; init; }

    /// <summary>Looks at the rights on database and schema, then at each table.</summary>
    /// <param name="checks">Where to.</param>
    /// <param name="dataset">Whose tables; null for none.</param>
    /// <param name="user">Who this is, for advice.</param>
    public async Task AddAsync(CheckList checks, Dataset? dataset, string user)
    {
        const string Advice = "ask the owner of the database for the rights that the documentation of the warehouse lists";
        if (!await checks.AddAsync("rights", Advice, () => RightsAsync(user)).ConfigureAwait(false))
        {
            checks.Add(Check.NotChecked("table", "the rights come first"));
            return;
        }

        if (dataset is null)
        {
            checks.Add(Check.NotChecked("table", "no dataset was named", "say --dataset to have its tables compared"));
            return;
        }

        foreach (TableDefinition table in dataset.Tables.SelectMany(t => t.Derived.Select(DdlWriter.AsTable).Prepend(t)))
            await checks.AddAsync(TableCheck.NameOf(table), Advice, () => TableAsync(table, naming.NameOf(dataset, table.Name), TableRights, user)).ConfigureAwait(false);
        await checks.AddAsync(TableCheck.NameOf(LedgerTable.Definition), Advice, () => TableAsync(LedgerTable.Definition, LedgerTable.Name, ledgerRights, user)).ConfigureAwait(false);
    }

    private async Task<Check> RightsAsync(string user)
    {
        IReadOnlyList<object?> database = (await ask("SELECT has_database_privilege(current_database(), 'TEMPORARY'), has_database_privilege(current_database(), 'CREATE')").ConfigureAwait(false)).Rows[0];
        IReadOnlyList<IReadOnlyList<object?>> schema = (await ask(
            $"SELECT has_schema_privilege(nspname, 'USAGE'), has_schema_privilege(nspname, 'CREATE') FROM pg_namespace WHERE nspname = {dialect.Text(_schema)}").ConfigureAwait(false)).Rows;
        string name = dialect.Quote(_schema);
        if (database[0] is not true)
            return Check.Failed("rights", FailureKind.RefusedByWarehouse, $"{user} may not make temporary tables, by which a load stages its rows", $"GRANT TEMPORARY ON DATABASE … TO {dialect.Quote(user)}");
        if (schema.Count == 0)
        {
            _mayCreate = database[1] is true && naming.Schema is not null;
            return _mayCreate
                ? Check.Warning("rights", $"there is no schema {name}; {user} may make it", "load with --create, which makes it")
                : Check.Failed("rights", FailureKind.RefusedByWarehouse, $"there is no schema {name}, and {user} may not make it", $"CREATE SCHEMA {name} AUTHORIZATION {dialect.Quote(user)}, or correct the setting schema");
        }

        if (schema[0][0] is not true)
            return Check.Failed("rights", FailureKind.RefusedByWarehouse, $"{user} may not use schema {name}", $"GRANT USAGE ON SCHEMA {name} TO {dialect.Quote(user)}");
        _mayCreate = schema[0][1] is true;
        return Check.Ok("rights", $"{user} may use schema {name}, {(_mayCreate ? "make tables there" : "not make tables there")}, and make temporary tables");
    }

    private async Task<Check> TableAsync(TableDefinition table, string name, string[] rights, string user)
    {
        if (await find(name).ConfigureAwait(false) is not { } live)
        {
            return table == LedgerTable.Definition && _mayCreate
                ? Check.Ok(TableCheck.NameOf(table), "not there yet; the first load makes it")
                : TableCheck.Missing(dialect, table, _schema, name, _mayCreate);
        }

        IEnumerable<string> questions = rights.Select(r => $"has_table_privilege({dialect.Text(live.Target)}, '{r}')");
        IReadOnlyList<object?> answers = (await ask("SELECT " + string.Join(", ", questions)).ConfigureAwait(false)).Rows[0];
        string[] lacking = [.. rights.Where((_, i) => answers[i] is not true)];
        return lacking.Length == 0
            ? TableCheck.Of(dialect, table, live, ByPosition)
            : Check.Failed(TableCheck.NameOf(table), FailureKind.RefusedByWarehouse, $"{user} lacks {string.Join(", ", lacking)} on {live.Target}", $"GRANT {string.Join(", ", rights)} ON {live.Target} TO {dialect.Quote(user)}");
    }
}
