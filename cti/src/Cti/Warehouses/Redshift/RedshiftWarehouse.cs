using Cti.Aws;
using Cti.Failures;
using Cti.ObjectStores;
using Cti.Records;
using Cti.Telemetry;
using Cti.Warehouses.Checks;
using Cti.Warehouses.DuckDb;
using Microsoft.Extensions.Logging;

namespace Cti.Warehouses.Redshift;

/// <summary>Amazon Redshift, cluster or serverless, through its Data API: COPY from S3 and no connection to the database's network.</summary>
public sealed class RedshiftWarehouse : IWarehouse
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
        string sql = QuerySql.Of(query, period, RedshiftDialect.Instance, _naming);
        RedshiftSession session = _session.Value;
        for (int retry = 1; ; retry++)
        {
            try
            {
                return await session.Runner.QueryAsync(sql, "cti/query/" + query.Name, cancellationToken).ConfigureAwait(false);
            }
            catch (RedshiftException e) when (!RedshiftFailures.IsTransient(e) || retry > session.BackOff.MaxRetries)
            {
                throw RedshiftFailures.Of(e, "query", session.Name);
            }
            catch (RedshiftException e)
            {
                session.Logger.LoadRetried(session.Name, retry, RedshiftFailures.Short(e.Message));
                await Task.Delay(session.BackOff.DelayOf(retry, session.Random), session.Clock, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<Check>> CheckAsync(WarehouseCheckRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new RedshiftCheck(() => _session.Value, _naming, new RedshiftRoleProbe(_settings.Iam, _store, _engine)).RunAsync(request, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        if (_session.IsValueCreated)
            _session.Value.Dispose();
        return ValueTask.CompletedTask;
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
