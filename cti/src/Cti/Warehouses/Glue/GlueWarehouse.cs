using Cti.Aws;
using Cti.Failures;
using Cti.ObjectStores;
using Cti.Records;
using Cti.Telemetry;
using Cti.Warehouses.Checks;
using Cti.Warehouses.Glue.Api;
using Microsoft.Extensions.Logging;

namespace Cti.Warehouses.Glue;

/// <summary>AWS Glue's catalogue, by which Athena finds the files of committed runs: a table has a partition a run, and nothing is copied.</summary>
/// <remarks>A run that never was committed has no manifest, so it is never registered, and Athena reads registered partitions only.</remarks>
public sealed class GlueWarehouse : IWarehouse
{
    private readonly GlueSettings _settings;
    private readonly TableNaming _naming;
    private readonly IObjectStore _store;
    private readonly ILogger _logger;
    private readonly Lazy<GlueSession> _session;

    /// <summary>Makes it; nothing is sent before its first use.</summary>
    /// <param name="settings">Where, and as whom.</param>
    /// <param name="naming">The database as <see cref="TableNaming.Schema"/>, and the table.</param>
    /// <param name="store">Where the runs are.</param>
    /// <param name="clock">Times and waits.</param>
    /// <param name="logger">The log.</param>
    /// <param name="backOff">How patient it is; null for the standard.</param>
    public GlueWarehouse(GlueSettings settings, TableNaming naming, IObjectStore store, TimeProvider clock, ILogger logger, BackOff? backOff = null)
    {
        (_settings, _naming, _store, _logger) = (settings, naming, store, logger);
        _session = new Lazy<GlueSession>(() => new GlueSession(settings, naming, Environment.GetEnvironmentVariable, clock, logger, backOff ?? BackOff.Standard));
    }

    /// <inheritdoc/>
    public string Kind => "glue";

    /// <inheritdoc/>
    public string Place => _session.Value.Place;

    /// <summary>Registers what the manifests list: inserted are the rows of new partitions, as nobody counts what they replace before they are read.</summary>
    /// <exception cref="CtiException">As <see cref="IWarehouse"/>.</exception>
    public async Task<IReadOnlyList<TableLoad>> LoadAsync(LoadRequest request, CancellationToken cancellationToken)
    {
        IReadOnlyList<LoadUnit> units = LoadUnit.Of(request);
        GlueSession session = _session.Value;
        RunPartition[] partitions = [.. request.Manifests.SelectMany(m => request.Dataset.Tables.Select(t => RunPartition.Of(m, t)))];
        IReadOnlyDictionary<string, GlueTable> tables = await new GlueCatalog(session).PrepareAsync(request, partitions, cancellationToken).ConfigureAwait(false);
        foreach (RunPartition partition in partitions)
            await RunFolder.RequireAsync(_store, partition, cancellationToken).ConfigureAwait(false);

        GlueUnitLoad load = new(session, request.Dataset, tables, partitions);
        List<TableLoad> loads = [];
        foreach (LoadUnit unit in units)
        {
            foreach (LoadSource source in unit.Sources)
                _logger.LoadBegins(source.Manifest.Outputs.Sum(o => o.Rows), source.Manifest.Run, session.Name);
            loads.AddRange(await load.LoadAsync(unit, cancellationToken).ConfigureAwait(false));
        }

        if (request.Create)
            await AthenaQueries.PutAsync(session, request.Dataset, cancellationToken).ConfigureAwait(false);
        return TableLoad.Total(loads);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> PlanAsync(LoadRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Task.FromResult(GluePlan.Of(request, GlueAddress.Resolve(_settings, _naming), LoadUnit.Of(request)));
    }

    /// <inheritdoc/>
    public Task<QueryTable> QueryAsync(NamedQuery query, string period, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        GlueSession session = _session.Value;
        return new AthenaRunner(session).QueryAsync(QuerySql.Of(query, period, AthenaDialect.Instance, session.Naming), "cti/query/" + query.Name, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<Check>> CheckAsync(WarehouseCheckRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new GlueCheck(() => _session.Value).RunAsync(request, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        if (_session.IsValueCreated)
            _session.Value.Dispose();
        return ValueTask.CompletedTask;
    }
}
