using Cti.Failures;
using Cti.Manifests;
using Cti.ObjectStores;
using Cti.Sinks.Runs;

namespace Cti.Sinks.Quarantine;

/// <summary>Writes the rejects of a run to parts of bounded size, in order. No rejects: no part.</summary>
/// <param name="store">Where they go.</param>
/// <param name="layout">The run's places.</param>
/// <param name="partBytes">Compressed bytes after which a part is closed. Default: 32 MiB.</param>
public sealed class RejectSink(IObjectStore store, RunLayout layout, long partBytes = 32L << 20) : IAsyncDisposable
{
    private readonly List<RejectPart> _parts = [];
    private ObjectWriter? _writer;
    private long _records;

    /// <summary>The parts committed.</summary>
    public ManifestRejects Written => new(layout.Rejects, _parts);

    /// <summary>Appends a block's rejects, as <see cref="RejectFormatter"/> made them.</summary>
    public async ValueTask AppendAsync(ReadOnlyMemory<byte> member, int records, CancellationToken cancellationToken)
    {
        if (records == 0)
            return;
        _writer ??= await store.CreateAsync(layout.RejectPart(_parts.Count), cancellationToken).ConfigureAwait(false);
        await _writer.WriteAsync(member, cancellationToken).ConfigureAwait(false);
        _records += records;
        if (_writer.BytesWritten >= partBytes)
            await CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes a part of a shard over as it is.</summary>
    /// <exception cref="CtiException">Usage: it is not there.</exception>
    public async Task TakeAsync(RejectPart part, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(part);
        await CommitAsync(cancellationToken).ConfigureAwait(false);
        ObjectInfo info = await store.StatAsync(part.Uri, cancellationToken).ConfigureAwait(false)
            ?? throw CtiException.Usage("load", $"{part.Uri} is missing, though its shard's manifest lists it; run the shard again.");
        RejectPart taken = part with { Uri = layout.RejectPart(_parts.Count) };
        await store.CopyAsync(info, taken.Uri, cancellationToken).ConfigureAwait(false);
        _parts.Add(taken);
    }

    /// <summary>Closes the open part.</summary>
    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        if (_writer is null)
            return;
        await _writer.CommitAsync(cancellationToken).ConfigureAwait(false);
        _parts.Add(new RejectPart(_writer.Uri, _records, _writer.BytesWritten));
        await DisposeAsync().ConfigureAwait(false);
        _records = 0;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_writer is not null)
            await _writer.DisposeAsync().ConfigureAwait(false);
        _writer = null;
    }
}
