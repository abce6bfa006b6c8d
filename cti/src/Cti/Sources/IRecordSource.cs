using Cti.Records.Raw;

namespace Cti.Sources;

/// <summary>The input objects of a run as blocks of raw records, in order.</summary>
/// <remarks>Reading and cutting is ordered and cheap; parsing a block is costly and may run on any thread. The blocks' borders depend
/// on the bytes alone, never on threads or memory: a block becomes a row group, so they decide the output's bytes.</remarks>
public interface IRecordSource : IAsyncDisposable
{
    /// <summary>The next block, cut between two records; null after the last. Never called concurrently.</summary>
    ValueTask<RawBlock?> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Cuts a block into records and fields. Thread-safe. The block is used up: its buffer passes to the batch.</summary>
    RawBatch Parse(RawBlock block);

    /// <summary>Takes back a batch's arrays for reuse. Thread-safe.</summary>
    void Recycle(RawBatch batch);

    /// <summary>The header of an input whose records cannot be read without it; null where there is none. Asked for once all is read.</summary>
    /// <param name="input">Index in the run's inputs.</param>
    string? HeaderOf(int input) => null;

    /// <summary>Bytes read so far, as stored (compressed, if the objects are): for progress.</summary>
    long StoredBytesRead { get; }
}
