using Cti.Failures;
using Cti.Records;
using Cti.Warehouses.Checks;
using Npgsql;

namespace Cti.Warehouses.Postgres;

/// <summary>Looks at a server as a load would find it; nothing is tried again, so that the answer comes at once.</summary>
internal sealed class PostgresCheck(NpgsqlDataSource source, string server, TableNaming naming)
{
    private const int OldestVersion = 13;
    private static readonly string[] LedgerRights = ["SELECT", "INSERT", "DELETE"];

    /// <summary>Looks at everything.</summary>
    public async Task<IReadOnlyList<Check>> RunAsync(Dataset? dataset, CancellationToken cancellationToken)
    {
        CheckList checks = new();
        try
        {
            PostgresSession session = await PostgresSession.OpenAsync(source, cancellationToken).ConfigureAwait(false);
            await using (session.ConfigureAwait(false))
                await LookAsync(checks, session, dataset, cancellationToken).ConfigureAwait(false);
        }
        catch (NpgsqlException e) when (!cancellationToken.IsCancellationRequested)
        {
            checks.Add(Check.Failed("warehouse", PostgresFailures.Of(e, "doctor", server), "check hostname, port, database, username and password, and that the network lets this machine through"));
            checks.Add(Check.NotChecked("table", "the warehouse comes first"));
        }

        return checks.All;
    }

    private async Task LookAsync(CheckList checks, PostgresSession session, Dataset? dataset, CancellationToken cancellationToken)
    {
        string user = "";
        bool usable = await checks.AddAsync("warehouse", "ask the server's owner", async () =>
        {
            IReadOnlyList<object?> about = (await session.QueryAsync("SELECT current_setting('server_version'), current_user::text, pg_is_in_recovery()", cancellationToken).ConfigureAwait(false)).Rows[0];
            user = (string)about[1]!;
            string found = $"{server}: version {about[0]}, as {user}";
            if (session.Version < OldestVersion)
                return Check.Failed("warehouse", FailureKind.RefusedByWarehouse, found, "use version 13 or later");
            return about[2] is true
                ? Check.Failed("warehouse", FailureKind.Transient, found + ", a standby that only reads", "name the primary, or wait until this server has become it")
                : Check.Ok("warehouse", found);
        }).ConfigureAwait(false);
        if (!usable)
        {
            checks.Add(Check.NotChecked("table", "the warehouse comes first"));
            return;
        }

        string schema = naming.SchemaIn(PostgresDialect.Instance);
        DatabaseChecks database = new(
            PostgresDialect.Instance,
            naming,
            LedgerRights,
            sql => AskAsync(() => session.QueryAsync(sql, cancellationToken), cancellationToken),
            name => AskAsync(() => PostgresCatalog.FindAsync(session, schema, name, cancellationToken), cancellationToken));
        await database.AddAsync(checks, dataset, user).ConfigureAwait(false);
    }

    private async Task<T> AskAsync<T>(Func<Task<T>> ask, CancellationToken cancellationToken)
    {
        try
        {
            return await ask().ConfigureAwait(false);
        }
        catch (NpgsqlException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw PostgresFailures.Of(e, "doctor", server);
        }
    }
}
