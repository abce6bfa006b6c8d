using Cti.Failures;
using Cti.Records;
using Cti.Warehouses.Checks;
using Cti.Warehouses.Erasing;

namespace Cti.Warehouses;

/// <summary>A database that a run's files are loaded into, exactly once.</summary>
/// <remarks>Failures: <see cref="Failures.CtiException"/>: refused rows or tables as <c>RefusedByWarehouse</c>, lost connections and
/// conflicts after the retries as <c>Transient</c>, wrong settings as <c>Usage</c>.</remarks>
public interface IWarehouse : IAsyncDisposable
{
    /// <summary><c>duckdb</c>, <c>postgres</c>, <c>redshift</c> or <c>glue</c>: the name in the result's <c>load</c>.</summary>
    string Kind { get; }

    /// <summary>Which one it is, told from every other of its kind: server and database or file, and the schema and table of the settings. Without user and password.</summary>
    /// <exception cref="CtiException">Usage: the settings do not say which.</exception>
    string Place { get; }

    /// <summary>Loads what the manifests list into all tables of the dataset, in one transaction a manifest; once it is in, again changes nothing.</summary>
    Task<IReadOnlyList<TableLoad>> LoadAsync(LoadRequest request, CancellationToken cancellationToken);

    /// <summary>The SQL that <see cref="LoadAsync"/> would run, in order, without running it.</summary>
    Task<IReadOnlyList<string>> PlanAsync(LoadRequest request, CancellationToken cancellationToken);

    /// <summary>Runs one of a dataset's named queries.</summary>
    /// <param name="query">Which.</param>
    /// <param name="period"><c>year</c>, <c>month</c> or <c>day</c>, for queries with periods.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    Task<QueryTable> QueryAsync(NamedQuery query, string period, CancellationToken cancellationToken);

    /// <summary>The customers that have one of the ids or addresses (lower case), as far as the warehouse has a table of them.</summary>
    Task<IReadOnlyList<CustomerContact>> FindCustomersAsync(IReadOnlyCollection<string> ids, IReadOnlyCollection<string> emails, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<CustomerContact>>([]);

    /// <summary>Erases persons in every table, in one transaction, and takes new revisions of manifests over; again it changes nothing. Default: no rows are kept here.</summary>
    Task EraseAsync(WarehouseErasure erasure, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Looks at what a load needs, and leaves everything as it was: reachable, version, rights, tables, role.</summary>
    /// <param name="request">What to look at.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>In order; the first is <c>warehouse</c>. What fails is a value here.</returns>
    Task<IReadOnlyList<Check>> CheckAsync(WarehouseCheckRequest request, CancellationToken cancellationToken);
}
