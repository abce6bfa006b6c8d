using Cti.Aws;
using Cti.Failures;
using Cti.ObjectStores;
using Cti.Records;
using Cti.Telemetry;
using Cti.Warehouses.Checks;
using Cti.Warehouses.DuckDb;
using Cti.Warehouses.Erasing;
using Cti.Warehouses.Keys;
using Microsoft.Extensions.Logging;

namespace Cti.Warehouses.Redshift;

/// <summary>Amazon Redshift, cluster or serverless, through its Data API: COPY from S3 and no connection to the database's network.</summary>
public sealed class RedshiftWarehouse : IWarehouse, IKeyReader
{
    private readonly RedshiftSettings _settings;
    private readonly TableNaming _naming;
    private readonly DuckDbOptions _engine;
    private readonly IObjectStore _store;
    private readonly ILogger _logger;
    private readonly Lazy<RedshiftSession> _session;

    /// <summary>Makes it; nothing is sent before its first use.</summary>
    /// <param name="settings">Where, and as whom.</param>
    /// <param name="naming">Schema and table of the settings.</param>
    /// <param name="engine">What looks through parts for rows that were refused, and within which bounds.</param>
    /// <param name="store">Where the runs are.</param>
    /// <param name="clock">Times and waits.</param>
    /// <param name="logger">The log.</param>
    /// <param name="backOff">How patient it is; null for the standard.</param>
    public RedshiftWarehouse(RedshiftSettings settings, TableNaming naming, DuckDbOptions engine, IObjectStore store, TimeProvider clock, ILogger logger, BackOff? backOff = null)
    {
        (_settings, _naming, _engine, _store, _logger) = (settings, naming, engine, store, logger);
        _session = new Lazy<RedshiftSession>(() => new RedshiftSession(settings, Environment.GetEnvironmentVariable, clock, logger, backOff ?? BackOff.Standard));
    }

    /// <inheritdoc/>
    public string Kind => "redshift";

    /// <inheritdoc/>
    public string Place => _naming.Among(_session.Value.Place, RedshiftDialect.Instance);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TableLoad>> LoadAsync(LoadRequest request, CancellationToken cancellationToken)
    {
        IReadOnlyList<LoadUnit> units = LoadUnit.Of(request);
        RedshiftLoadContext context = ContextOf(request);
        RedshiftSession session = _session.Value;
        List<TableLoad> loads = [];
        foreach (LoadUnit unit in units)
        {
            foreach (LoadSource source in unit.Sources)
                _logger.LoadBegins(source.Manifest.Outputs.Sum(o => o.Rows), source.Manifest.Run, session.Name);
            try
            {
                loads.AddRange(await new RedshiftUnitLoad(session, context, _store, _engine).LoadAsync(unit, cancellationToken).ConfigureAwait(false));
            }
            catch (RedshiftException e)
            {
                throw RedshiftFailures.Of(e, "load", session.Name);
            }
        }

        return TableLoad.Total(loads);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> PlanAsync(LoadRequest request, CancellationToken cancellationToken)
    {
        // What is wrong with the settings is said by a dry run too.
        RedshiftAddress.Of(_settings);
        return Task.FromResult(RedshiftPlan.Of(ContextOf(request), LoadUnit.Of(request)));
    }

    /// <inheritdoc/>
    public async Task<QueryTable> QueryAsync(NamedQuery query, string period, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return await AskAsync(QuerySql.Of(query, period, RedshiftDialect.Instance, _naming), "cti/query/" + query.Name, "query", cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<string> StateAsync(Dataset dataset, CancellationToken cancellationToken) => Keys().StateAsync(dataset, cancellationToken);

    /// <inheritdoc/>
    public Task FindAsync(Dataset dataset, IEnumerable<string> keys, Action<ReadOnlySpan<byte>> found, CancellationToken cancellationToken) =>
        Keys().FindAsync(dataset, keys, found, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Check>> CheckAsync(WarehouseCheckRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new RedshiftCheck(() => _session.Value, _naming, new RedshiftRoleProbe(_settings.Iam, _store, _engine)).RunAsync(request, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<CustomerContact>> FindCustomersAsync(IReadOnlyCollection<string> ids, IReadOnlyCollection<string> emails, CancellationToken cancellationToken) =>
        TryAsync("erase", session => new RedshiftErasure(session.Runner, _naming).FindCustomersAsync(ids, emails, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task EraseAsync(WarehouseErasure erasure, CancellationToken cancellationToken) => TryAsync(
        "erase",
        async session =>
        {
            await new RedshiftErasure(session.Runner, _naming).EraseAsync(erasure, cancellationToken).ConfigureAwait(false);
            return true;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        if (_session.IsValueCreated)
            _session.Value.Dispose();
        return ValueTask.CompletedTask;
    }

    // What the catalogue lists is in lower case, however it was written when it was made.
    private KeyLookup Keys() => new(
        RedshiftDialect.Instance, new TableNaming(_naming.Schema?.ToLowerInvariant()), "svv_tables", (sql, token) => AskAsync(sql, "cti/references", "references", token));

    private Task<QueryTable> AskAsync(string sql, string name, string stage, CancellationToken cancellationToken) =>
        TryAsync(stage, session => session.Runner.QueryAsync(sql, name, cancellationToken), cancellationToken);

    private async Task<T> TryAsync<T>(string stage, Func<RedshiftSession, Task<T>> work, CancellationToken cancellationToken)
    {
        RedshiftSession session = _session.Value;
        for (int retry = 1; ; retry++)
        {
            try
            {
                return await work(session).ConfigureAwait(false);
            }
            catch (RedshiftException e) when (!RedshiftFailures.IsTransient(e) || retry > session.BackOff.MaxRetries)
            {
                throw RedshiftFailures.Of(e, stage, session.Name);
            }
            catch (RedshiftException e)
            {
                session.Logger.LoadRetried(session.Name, retry, RedshiftFailures.Short(e.Message));
                await Task.Delay(session.BackOff.DelayOf(retry, session.Random), session.Clock, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private RedshiftLoadContext ContextOf(LoadRequest request) => new()
    {
        Dataset = request.Dataset,
        Mode = request.Mode,
        Create = request.Create,
        Naming = _naming,
        Role = _settings.Iam ?? throw CtiException.Usage("settings", "Redshift: COPY needs a role that reads the bucket: give the setting iam its ARN, or default for the namespace's own."),
    };
}
