using System.Text.Json;
using Cti.Failures;
using Cti.ObjectStores;

namespace Cti.Pipelines.Erasure;

/// <summary>The records, notes and proofs of erasures.</summary>
/// <param name="store">Where they are.</param>
/// <param name="layout">Their places.</param>
internal sealed class ErasureStore(IObjectStore store, ErasureLayout layout)
{
    private const int MaxBytes = 1 << 28;
    private const int ReadsAtOnce = 16;

    /// <summary>The erasures with a request of that moment or later, oldest first.</summary>
    /// <exception cref="CtiException">Usage: a record is damaged.</exception>
    public Task<IReadOnlyList<ErasureRecord>> ListAsync(long since, CancellationToken cancellationToken) => ListAsync(layout.Folder, since, cancellationToken);

    /// <summary>The erasure of a key; null where there is none.</summary>
    public async Task<ErasureRecord?> FindAsync(string key, CancellationToken cancellationToken) =>
        await ListAsync(layout.FolderOf(key), long.MinValue, cancellationToken).ConfigureAwait(false) is [var record, ..] ? record : null;

    private async Task<IReadOnlyList<ErasureRecord>> ListAsync(string folder, long since, CancellationToken cancellationToken)
    {
        List<ObjectInfo> found = await store.ListAsync(folder, cancellationToken).Where(o => ErasureLayout.LatestRequestOf(o.Uri) >= since).ToListAsync(cancellationToken).ConfigureAwait(false);
        ErasureRecord[] records = new ErasureRecord[found.Count];

        // They are kept for ever, and a run may wait for them.
        ParallelOptions atOnce = new() { MaxDegreeOfParallelism = ReadsAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForAsync(
            0, records.Length, atOnce, async (i, token) => records[i] = await ReadAsync(found[i], ErasureJson.Document.ErasureRecord, token).ConfigureAwait(false)).ConfigureAwait(false);
        return [.. records.OrderBy(r => r.BeganAt).ThenBy(r => r.Key, StringComparer.Ordinal)];
    }

    /// <summary>Stores a new erasure.</summary>
    /// <exception cref="CtiException">Transient: another process has begun the same.</exception>
    public async Task BeginAsync(ErasureRecord record, CancellationToken cancellationToken)
    {
        if (!await store.PutIfAbsentAsync(layout.Record(record.Key, record.LatestRequest), JsonSerializer.SerializeToUtf8Bytes(record, ErasureJson.Document.ErasureRecord), cancellationToken).ConfigureAwait(false))
            throw CtiException.Transient("erase", $"The erasure {record.Key} was begun by another process just now; a later try finishes it.");
    }

    /// <summary>Replaces what is known of an erasure.</summary>
    public Task PutAsync(ErasureRecord record, CancellationToken cancellationToken) =>
        PutAsync(layout.Record(record.Key, record.LatestRequest), JsonSerializer.SerializeToUtf8Bytes(record, ErasureJson.Document.ErasureRecord), cancellationToken);

    /// <summary>Stores the proof, replacing what an attempt that was cut off left.</summary>
    public Task PutProofAsync(ErasureProof proof, CancellationToken cancellationToken) =>
        PutAsync(layout.Proof(proof.Key), JsonSerializer.SerializeToUtf8Bytes(proof, ErasureJson.Document.ErasureProof), cancellationToken);

    /// <summary>The proof of a key; null where there is none yet.</summary>
    public async Task<ErasureProof?> FindProofAsync(string key, CancellationToken cancellationToken) =>
        await store.StatAsync(layout.Proof(key), cancellationToken).ConfigureAwait(false) is { } info
            ? await ReadAsync(info, ErasureJson.Document.ErasureProof, cancellationToken).ConfigureAwait(false)
            : null;

    /// <summary>Notes a change before it is made; what an attempt that was cut off noted of the place stands: it found more.</summary>
    public Task NoteAsync(string key, ErasureChange change, CancellationToken cancellationToken) =>
        store.PutIfAbsentAsync(layout.Note(key, $"{change.Kind} {change.Place}"), JsonSerializer.SerializeToUtf8Bytes(change, ErasureJson.Document.ErasureChange), cancellationToken);

    /// <summary>What was noted, in ordinal order of the places.</summary>
    public async Task<IReadOnlyList<ErasureChange>> NotesAsync(string key, CancellationToken cancellationToken)
    {
        List<ErasureChange> changes = [];
        await foreach (ObjectInfo info in store.ListAsync(layout.Notes(key), cancellationToken).ConfigureAwait(false))
            changes.Add(await ReadAsync(info, ErasureJson.Document.ErasureChange, cancellationToken).ConfigureAwait(false));
        return [.. changes.OrderBy(c => c.Place, StringComparer.Ordinal).ThenBy(c => c.Kind, StringComparer.Ordinal)];
    }

    /// <summary>Removes the notes: the proof holds them.</summary>
    public async Task RemoveNotesAsync(string key, CancellationToken cancellationToken)
    {
        List<ObjectInfo> notes = await store.ListAsync(layout.Notes(key), cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false);
        foreach (ObjectInfo note in notes)
            await store.DeleteAsync(note.Uri, cancellationToken).ConfigureAwait(false);
    }

    private async Task<T> ReadAsync<T>(ObjectInfo info, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        try
        {
            return JsonSerializer.Deserialize(await store.ReadAllBytesAsync(info, MaxBytes, cancellationToken).ConfigureAwait(false), type) ?? throw new JsonException("null");
        }
        catch (JsonException error)
        {
            throw CtiException.Usage("erase", $"{info.Uri} is no {typeof(T).Name} of an erasure: {error.Message} Bring it back from the bucket's versions.", error);
        }
    }

    private async Task PutAsync(string uri, byte[] content, CancellationToken cancellationToken)
    {
        ObjectWriter writer = await store.CreateAsync(uri, cancellationToken).ConfigureAwait(false);
        await using (writer.ConfigureAwait(false))
        {
            await writer.WriteAsync(content, cancellationToken).ConfigureAwait(false);
            await writer.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
