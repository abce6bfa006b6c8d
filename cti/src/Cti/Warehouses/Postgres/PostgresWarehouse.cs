using Cti.Failures;
using Cti.ObjectStores;
using Cti.Records;
using Cti.Warehouses.DuckDb;
using Cti.Warehouses.Faults;
using Cti.Warehouses.Reading;
using Npgsql;

namespace Cti.Warehouses.Postgres;

/// <summary>PostgreSQL, 13 and later: rows by binary COPY, one transaction a run with its ledger rows.</summary>
public sealed class PostgresWarehouse : IWarehouse
{
    /// <summary>Tries of one transaction, the first included.</summary>
    private const int MostTries = 5;
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);
    private readonly NpgsqlDataSource _source;
    private readonly string _server;
    private readonly TableNaming _naming;
    private readonly DuckDbOptions _options;
    private readonly IObjectStore _store;
    private readonly TimeProvider _clock;
    private readonly Backoff _backoff;

    /// <summary>A warehouse; nothing is connected before its first use.</summary>
    /// <param name="connection">The connection's parameters, as <see cref="PostgresAddress"/> makes them.</param>
    /// <param name="naming">Schema and table of the settings.</param>
    /// <param name="options">Memory, threads, scratch of the reader of parts.</param>
    /// <param name="store">Where the parts that manifests list are.</param>
    /// <param name="clock">Times of the ledger and of waits.</param>
    public PostgresWarehouse(NpgsqlConnectionStringBuilder connection, TableNaming naming, DuckDbOptions options, IObjectStore store, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(connection);
        _source = SourceOf(connection);
        _server = $"PostgreSQL at {connection.Host}:{connection.Port}, database {connection.Database}";
        _naming = naming;
        _options = options;
        _store = store;
        _clock = clock;
        _backoff = new Backoff(clock, Random.Shared, FirstWait, LongestWait);
    }

    /// <inheritdoc/>
    public string Kind => "postgres";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TableLoad>> LoadAsync(LoadRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        IReadOnlyList<LoadUnit> units = LoadUnit.Of(request);
        PostgresLoadContext context = Context(request);
        using ScratchFolder scratch = new(_options.SpillFolder);
        using PartReader reader = PartReader.Open(_options, scratch.Path);
        RowFaultFinder faults = new(reader, _store, scratch.Path);
        List<TableLoad> loads = [];
        foreach (LoadUnit unit in units)
        {
            loads.AddRange(await TryAsync(
                "load",
                async session => await new PostgresUnitLoad(session, context, new PostgresCopy(session, reader, _store, scratch.Path), faults).LoadAsync(unit, cancellationToken).ConfigureAwait(false),
                cancellationToken).ConfigureAwait(false));
        }

        return TableLoad.Total(loads);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> PlanAsync(LoadRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Task.FromResult(PostgresPlan.Of(Context(request), LoadUnit.Of(request)));
    }

    /// <inheritdoc/>
    public async Task<QueryTable> QueryAsync(NamedQuery query, string period, CancellationToken cancellationToken)
    {
        string sql = QuerySql.Of(query, period, PostgresDialect.Instance, _naming);
        try
        {
            return await TryAsync("query", async session => await session.QueryAsync(sql, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }
        catch (CtiException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName } refusal)
        {
            throw CtiException.Usage("query", $"query {query.Name} needs a table that {_server} does not have; load its dataset first. ({refusal.MessageText})", e);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private static NpgsqlDataSource SourceOf(NpgsqlConnectionStringBuilder connection)
    {
        NpgsqlSlimDataSourceBuilder builder = new(connection.ConnectionString);
        builder.EnableTransportSecurity();
        builder.EnableIntegratedSecurity();
        // Only the server's own types are used: its catalogue need not be read at each connection.
        builder.ConfigureTypeLoading(types => types.EnableTypeLoading(false));
        return builder.Build();
    }

    private PostgresLoadContext Context(LoadRequest request) => new()
    {
        Dataset = request.Dataset,
        Mode = request.Mode,
        Create = request.Create,
        Naming = _naming,
        Clock = _clock,
    };

    // Each try has a connection of its own: closing it rolls back whatever the one before had left. A commit whose answer was lost
    // is no danger: the next try finds the run in the ledger.
    private async Task<T> TryAsync<T>(string stage, Func<PostgresSession, Task<T>> work, CancellationToken cancellationToken)
    {
        for (int tries = 1; ; tries++)
        {
            try
            {
                PostgresSession session = await PostgresSession.OpenAsync(_source, cancellationToken).ConfigureAwait(false);
                await using (session.ConfigureAwait(false))
                    return await work(session).ConfigureAwait(false);
            }
            catch (NpgsqlException e) when (cancellationToken.IsCancellationRequested)
            {
                throw new OperationCanceledException("The statement was cancelled.", e, cancellationToken);
            }
            catch (NpgsqlException e) when (tries < MostTries && PostgresFailures.IsWorthRetrying(e))
            {
                await _backoff.WaitAsync(tries, cancellationToken).ConfigureAwait(false);
            }
            catch (NpgsqlException e)
            {
                throw PostgresFailures.Of(e, stage, _server);
            }
        }
    }
}
