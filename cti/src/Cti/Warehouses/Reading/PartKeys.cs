using Cti.Failures;
using Cti.Manifests;
using Cti.ObjectStores;
using Cti.Records;
using Cti.Warehouses.DuckDb;

namespace Cti.Warehouses.Reading;

/// <summary>Reads which records the parts of runs hold, a part at a time; those that are not local are fetched into the scratch folder.</summary>
public sealed class PartKeys : IDisposable
{
    private readonly IObjectStore _store;
    private readonly ScratchFolder _scratch;
    private readonly DuckDbConnection _connection;

    private PartKeys(IObjectStore store, ScratchFolder scratch, DuckDbConnection connection) => (_store, _scratch, _connection) = (store, scratch, connection);

    /// <summary>Starts the engine that reads them.</summary>
    /// <param name="store">Where parts are.</param>
    /// <param name="options">What the engine may use.</param>
    /// <exception cref="CtiException">Usage: its library is missing.</exception>
    public static PartKeys Open(IObjectStore store, DuckDbOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        DuckDbMemory memory = DuckDbMemory.Left(options);
        ScratchFolder scratch = new(options.SpillFolder);
        try
        {
            return new PartKeys(store, scratch, DuckDbConnection.Open(":memory:", DuckDbConfiguration.Of(memory, scratch.Path, ordered: false)));
        }
        catch (DuckDbException e)
        {
            scratch.Dispose();
            throw DuckDbFailures.Of(e, "references", "its memory");
        }
    }

    /// <summary>Gives the keys of a part.</summary>
    /// <param name="table">Its table: the first column of the key is read.</param>
    /// <param name="part">The part as its manifest lists it, which it must match.</param>
    /// <param name="found">Takes each key as text in UTF-8.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="CtiException">Usage: it is not the part that the run wrote. RefusedByWarehouse: it cannot be read.</exception>
    public async Task ReadAsync(TableDefinition table, ManifestOutput part, Action<ReadOnlySpan<byte>> found, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(part);
        using StagedParts staged = await StagedParts.FetchAsync(_store, [part], _scratch.Path, cancellationToken).ConfigureAwait(false);
        try
        {
            DuckDbKeys.Read(_connection, PartSql.From(staged.Files), table, found, cancellationToken);
        }
        catch (DuckDbException e)
        {
            throw DuckDbFailures.Of(e, "references", part.Uri);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _connection.Dispose();
        _scratch.Dispose();
    }
}
