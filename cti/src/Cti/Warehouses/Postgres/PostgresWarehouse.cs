using Cti.Aws;
using Cti.Failures;
using Cti.ObjectStores;
using Cti.Records;
using Cti.Telemetry;
using Cti.Warehouses.Checks;
using Cti.Warehouses.DuckDb;
using Cti.Warehouses.Erasing;
using Cti.Warehouses.Faults;
using Cti.Warehouses.Keys;
using Cti.Warehouses.Reading;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Cti.Warehouses.Postgres;

/// <summary>PostgreSQL, 13 and later: rows by binary COPY, one transaction a run with its ledger rows.</summary>
public sealed class PostgresWarehouse : IWarehouse, IKeyReader
{
    private static readonly BackOff Standard = new(MaxRetries: 5, BaseDelay: TimeSpan.FromMilliseconds(500), MaxDelay: TimeSpan.FromSeconds(8));
    private readonly NpgsqlDataSource _source;
    private readonly string _server;
    private readonly string _address;
    private readonly TableNaming _naming;
    private readonly DuckDbOptions _options;
    private readonly IObjectStore _store;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly BackOff _backOff;

    /// <summary>A warehouse; nothing is connected before its first use.</summary>
    /// <param name="connection">The connection's parameters, as <see cref="PostgresAddress"/> makes them.</param>
    /// <param name="naming">Schema and table of the settings.</param>
    /// <param name="options">Memory, threads, scratch of the reader of parts.</param>
    /// <param name="store">Where the parts that manifests list are.</param>
    /// <param name="clock">Times of the ledger and of waits.</param>
    /// <param name="logger">Told of tries that failed.</param>
    /// <param name="backOff">How a transaction is tried again; null for five times in about ten seconds.</param>
    public PostgresWarehouse(NpgsqlConnectionStringBuilder connection, TableNaming naming, DuckDbOptions options, IObjectStore store, TimeProvider clock, ILogger logger, BackOff? backOff = null)
    {
        ArgumentNullException.ThrowIfNull(connection);
        _source = SourceOf(connection);
        _server = $"PostgreSQL at {connection.Host}:{connection.Port}, database {connection.Database}";
        _address = $"postgres://{connection.Host}:{connection.Port}/{connection.Database}";
        _naming = naming;
        _options = options;
        _store = store;
        _clock = clock;
        _logger = logger;
        _backOff = backOff ?? Standard;
    }

    /// <inheritdoc/>
    public string Kind => "postgres";

    /// <inheritdoc/>
    public string Place => _naming.Among(_address, PostgresDialect.Instance);

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
    public Task<IReadOnlyList<Check>> CheckAsync(WarehouseCheckRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new PostgresCheck(_source, _server, _naming).RunAsync(request.Dataset, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<string> StateAsync(Dataset dataset, CancellationToken cancellationToken) => Keys().StateAsync(dataset, cancellationToken);

    /// <inheritdoc/>
    public Task FindAsync(Dataset dataset, IEnumerable<string> keys, Action<ReadOnlySpan<byte>> found, CancellationToken cancellationToken) =>
        Keys().FindAsync(dataset, keys, found, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<CustomerContact>> FindCustomersAsync(IReadOnlyCollection<string> ids, IReadOnlyCollection<string> emails, CancellationToken cancellationToken) =>
        TryAsync("erase", session => new PostgresErasure(session, _naming).FindCustomersAsync(ids, emails, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task EraseAsync(WarehouseErasure erasure, CancellationToken cancellationToken) =>
        TryAsync("erase", session => new PostgresErasure(session, _naming).EraseAsync(erasure, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private KeyLookup Keys() => new(
        PostgresDialect.Instance, _naming, "information_schema.tables", (sql, token) => TryAsync("references", session => session.QueryAsync(sql, token), token));

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
        for (int retry = 1; ; retry++)
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
            catch (NpgsqlException e) when (retry <= _backOff.MaxRetries && PostgresFailures.IsWorthRetrying(e))
            {
                _logger.CallRetried(stage, _server, retry, PostgresFailures.Reason(e));
                await Task.Delay(_backOff.DelayOf(retry, Random.Shared), _clock, cancellationToken).ConfigureAwait(false);
            }
            catch (NpgsqlException e)
            {
                throw PostgresFailures.Of(e, stage, _server);
            }
        }
    }
}
