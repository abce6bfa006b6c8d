using Cti.Failures;
using Cti.ObjectStores;
using Cti.Records;
using Cti.Warehouses.Checks;
using Cti.Warehouses.Erasing;
using Cti.Warehouses.Keys;

namespace Cti.Warehouses.DuckDb;

/// <summary>The embedded warehouse: one DuckDB file, open only while a load or a query runs, so that others can have it between.</summary>
public sealed class DuckDbWarehouse : IWarehouse, IKeyReader
{
    private static readonly TimeSpan[] LockDelays = [TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(400), TimeSpan.FromMilliseconds(800), TimeSpan.FromMilliseconds(1600)];
    private readonly string _path;
    private readonly TableNaming _naming;
    private readonly DuckDbOptions _options;
    private readonly IObjectStore _store;
    private readonly TimeProvider _clock;

    /// <summary>A warehouse in a file, which is made with its folder by the first load.</summary>
    /// <param name="path">The file.</param>
    /// <param name="naming">Schema and table of the settings.</param>
    /// <param name="options">Memory, threads, scratch.</param>
    /// <param name="store">Where the parts that manifests list are.</param>
    /// <param name="clock">Times of the ledger and of waiting for a lock.</param>
    public DuckDbWarehouse(string path, TableNaming naming, DuckDbOptions options, IObjectStore store, TimeProvider clock)
    {
        _path = path;
        _naming = naming;
        _options = options;
        _store = store;
        _clock = clock;
    }

    /// <inheritdoc/>
    public string Kind => "duckdb";

    /// <inheritdoc/>
    public string Place => _naming.Among($"duckdb:{Path.GetFullPath(_path)}", DuckDbDialect.Instance);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TableLoad>> LoadAsync(LoadRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        IReadOnlyList<LoadUnit> units = LoadUnit.Of(request);
        if (Path.GetDirectoryName(Path.GetFullPath(_path)) is { } folder)
            Directory.CreateDirectory(folder);
        using ScratchFolder scratch = new(_options.SpillFolder);
        DuckDbMemory memory = DuckDbMemory.Left(_options);
        try
        {
            using DuckDbConnection connection = await OpenAsync(readOnly: false, memory, scratch.Path, cancellationToken).ConfigureAwait(false);
            DuckDbUnitLoad load = new(connection, Context(request, memory, scratch.Path), new DuckDbBudget(connection, _options), _store);
            List<TableLoad> loads = [];
            foreach (LoadUnit unit in units)
                loads.AddRange(await RunAsync(connection, memory.Threads, () => load.LoadAsync(unit, cancellationToken), cancellationToken).ConfigureAwait(false));
            return TableLoad.Total(loads);
        }
        catch (DuckDbException e)
        {
            throw DuckDbFailures.Of(e, "load", _path);
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> PlanAsync(LoadRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Task.FromResult(DuckDbPlan.Of(request, LoadUnit.Of(request), _naming, _clock.GetUtcNow()));
    }

    /// <inheritdoc/>
    public async Task<QueryTable> QueryAsync(NamedQuery query, string period, CancellationToken cancellationToken)
    {
        string sql = QuerySql.Of(query, period, DuckDbDialect.Instance, _naming);
        if (!File.Exists(_path))
            throw CtiException.Usage("query", $"there is no warehouse at {_path}; load something into it first.");
        using ScratchFolder scratch = new(_options.SpillFolder);
        DuckDbMemory memory = DuckDbMemory.Left(_options);
        try
        {
            using DuckDbConnection connection = await OpenAsync(readOnly: true, memory, scratch.Path, cancellationToken).ConfigureAwait(false);
            return await RunAsync(connection, memory.Threads, () => Task.FromResult(connection.Query(sql, cancellationToken)), cancellationToken).ConfigureAwait(false);
        }
        catch (DuckDbException e) when (e.Type == DuckDbErrorType.Catalog)
        {
            throw CtiException.Usage("query", $"query {query.Name} needs a table that {_path} does not have; load its dataset first. ({e.Message.Split('\n')[0]})", e);
        }
        catch (DuckDbException e)
        {
            throw DuckDbFailures.Of(e, "query", _path);
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Check>> CheckAsync(WarehouseCheckRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        using ScratchFolder scratch = new(_options.SpillFolder);
        return await new DuckDbCheck(_path, _naming, token => OpenAsync(readOnly: false, DuckDbMemory.Left(_options), scratch.Path, token)).RunAsync(request.Dataset, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<string> StateAsync(Dataset dataset, CancellationToken cancellationToken) =>
        AskKeysAsync(keys => keys.StateAsync(dataset, cancellationToken), nothing: "", cancellationToken);

    /// <inheritdoc/>
    public Task FindAsync(Dataset dataset, IEnumerable<string> keys, Action<ReadOnlySpan<byte>> found, CancellationToken cancellationToken) =>
        AskKeysAsync(
            async reader =>
            {
                await reader.FindAsync(dataset, keys, found, cancellationToken).ConfigureAwait(false);
                return true;
            },
            nothing: false,
            cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<CustomerContact>> FindCustomersAsync(IReadOnlyCollection<string> ids, IReadOnlyCollection<string> emails, CancellationToken cancellationToken) =>
        await EraseAsync(erasure => Task.FromResult(erasure.FindCustomers(ids, emails, cancellationToken)), cancellationToken).ConfigureAwait(false) ?? [];

    /// <inheritdoc/>
    public Task EraseAsync(WarehouseErasure erasure, CancellationToken cancellationToken) => EraseAsync(
        async work =>
        {
            // Also where no row changes: rows that were replaced long ago, or by an erasure that was cut off, stay in the file's free blocks.
            await work.EraseAsync(erasure, cancellationToken).ConfigureAwait(false);
            work.Rewrite(_path, cancellationToken);
            return true;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    // Before the first load there is no file, and so nothing in it.
    private async Task<T> AskKeysAsync<T>(Func<DuckDbKeys, Task<T>> ask, T nothing, CancellationToken cancellationToken)
    {
        if (!File.Exists(_path))
            return nothing;
        using ScratchFolder scratch = new(_options.SpillFolder);
        try
        {
            using DuckDbConnection connection = await OpenAsync(readOnly: true, DuckDbMemory.Left(_options), scratch.Path, cancellationToken).ConfigureAwait(false);
            return await Task.Run(() => ask(new DuckDbKeys(connection, _naming)), cancellationToken).ConfigureAwait(false);
        }
        catch (DuckDbException e)
        {
            throw DuckDbFailures.Of(e, "references", _path);
        }
    }

    private async Task<T?> EraseAsync<T>(Func<DuckDbErasure, Task<T>> work, CancellationToken cancellationToken)
    {
        if (!File.Exists(_path))
            return default;
        using ScratchFolder scratch = new(_options.SpillFolder);
        DuckDbMemory memory = DuckDbMemory.Left(_options);
        try
        {
            using DuckDbConnection connection = await OpenAsync(readOnly: false, memory, scratch.Path, cancellationToken).ConfigureAwait(false);
            return await Task.Run(() => work(new DuckDbErasure(connection, _naming)), cancellationToken).ConfigureAwait(false);
        }
        catch (DuckDbException e)
        {
            throw DuckDbFailures.Of(e, "erase", _path);
        }
    }

    // DuckDB's calls block, so they run beside the caller. Where memory does not suffice, one thread needs the fewest buffers:
    // slower, but within what there is.
    private static async Task<T> RunAsync<T>(DuckDbConnection connection, int threads, Func<Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await Task.Run(work, cancellationToken).ConfigureAwait(false);
        }
        catch (DuckDbException e) when (e.Type == DuckDbErrorType.OutOfMemory && threads > 1)
        {
            connection.Execute("SET threads = 1", cancellationToken);
            return await Task.Run(work, cancellationToken).ConfigureAwait(false);
        }
    }

    private DuckDbLoadContext Context(LoadRequest request, DuckDbMemory memory, string scratch) => new()
    {
        Dataset = request.Dataset,
        Mode = request.Mode,
        Naming = _naming,
        MemoryBytes = memory.LimitBytes,
        Scratch = scratch,
        Tool = LedgerSql.Tool,
        Clock = _clock,
    };

    private async Task<DuckDbConnection> OpenAsync(bool readOnly, DuckDbMemory memory, string scratch, CancellationToken cancellationToken)
    {
        // Rows have no order in a table.
        Dictionary<string, string> configuration = DuckDbConfiguration.Of(memory, scratch, ordered: false);
        configuration["access_mode"] = readOnly ? "READ_ONLY" : "READ_WRITE";
        foreach (TimeSpan delay in LockDelays)
        {
            try
            {
                return DuckDbConnection.Open(_path, configuration);
            }
            catch (DuckDbException e) when (DuckDbFailures.IsLocked(e))
            {
                await Task.Delay(delay, _clock, cancellationToken).ConfigureAwait(false);
            }
        }

        return DuckDbConnection.Open(_path, configuration);
    }
}
