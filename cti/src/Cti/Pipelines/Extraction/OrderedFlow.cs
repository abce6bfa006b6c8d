using System.Threading.Channels;

namespace Cti.Pipelines.Extraction;

/// <summary>The loop of a pipeline: what must be ordered is, what costs time runs side by side.</summary>
/// <remarks>
/// <c>Read</c> → <c>Transform</c> (parallel) → <c>Deduplicate</c> (in order) → <c>Encode</c> (parallel) → <c>Write</c> (in order).
/// Never more than <c>mostInFlight</c> blocks are between the first and the last step: that bounds the memory.
/// </remarks>
/// <typeparam name="TBlock">What is read.</typeparam>
/// <typeparam name="TBatch">What is transformed and judged.</typeparam>
/// <typeparam name="TResult">What is written.</typeparam>
internal sealed class OrderedFlow<TBlock, TBatch, TResult>(int mostInFlight, TaskScheduler workers)
    where TBlock : class
{
    /// <summary>The next block; null after the last.</summary>
    public required Func<CancellationToken, ValueTask<TBlock?>> Read { get; init; }

    /// <summary>A block's own work before its order matters.</summary>
    public required Func<TBlock, TBatch> Transform { get; init; }

    /// <summary>What needs the blocks in order, and all before.</summary>
    public required Action<TBatch> Deduplicate { get; init; }

    /// <summary>A block's own work after that.</summary>
    public required Func<TBatch, TResult> Encode { get; init; }

    /// <summary>Takes the results in order, and releases what each holds, whether it succeeds or fails.</summary>
    public required Func<TResult, CancellationToken, ValueTask> Write { get; init; }

    /// <summary>Releases a result that is never written, since a step failed or was cancelled. Default: nothing to release.</summary>
    public Action<TResult>? Discard { get; init; }

    /// <summary>Runs until everything is written, or the first failure has stopped everything.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using SemaphoreSlim places = new(mostInFlight);
        Channel<Task<TBatch>> transformed = Channel.CreateUnbounded<Task<TBatch>>();
        Channel<Task<TResult>> encoded = Channel.CreateUnbounded<Task<TResult>>();
        Task[] steps =
        [
            StopAllOnFailureAsync(() => ReadAllAsync(transformed.Writer, places, stop.Token), transformed.Writer, stop),
            StopAllOnFailureAsync(() => DeduplicateAllAsync(transformed.Reader, encoded.Writer, stop.Token), encoded.Writer, stop),
            StopAllOnFailureAsync(() => WriteAllAsync(encoded.Reader, places, stop.Token), null, stop),
        ];
        await Task.WhenAll(steps).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await SettleAsync(transformed.Reader, null).ConfigureAwait(false);
        await SettleAsync(encoded.Reader, Discard).ConfigureAwait(false);

        // The failure that stopped the others is the one to tell of, not their being stopped.
        foreach (Task step in steps.OrderByDescending(step => step.IsFaulted))
            await step.ConfigureAwait(false);
    }

    private async Task ReadAllAsync(ChannelWriter<Task<TBatch>> target, SemaphoreSlim places, CancellationToken cancellationToken)
    {
        while (true)
        {
            await places.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (await Read(cancellationToken).ConfigureAwait(false) is not { } block)
                return;
            target.TryWrite(OnWorker(() => Transform(block), cancellationToken));
        }
    }

    private async Task DeduplicateAllAsync(ChannelReader<Task<TBatch>> source, ChannelWriter<Task<TResult>> target, CancellationToken cancellationToken)
    {
        await foreach (Task<TBatch> task in source.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            TBatch batch = await task.ConfigureAwait(false);
            Deduplicate(batch);
            target.TryWrite(OnWorker(() => Encode(batch), cancellationToken));
        }
    }

    private async Task WriteAllAsync(ChannelReader<Task<TResult>> source, SemaphoreSlim places, CancellationToken cancellationToken)
    {
        await foreach (Task<TResult> task in source.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            await Write(await task.ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
            places.Release();
        }
    }

    private Task<T> OnWorker<T>(Func<T> work, CancellationToken cancellationToken)
        => Task.Factory.StartNew(work, cancellationToken, TaskCreationOptions.None, workers);

    private static async Task StopAllOnFailureAsync<T>(Func<Task> step, ChannelWriter<T>? target, CancellationTokenSource stop)
    {
        bool done = false;
        try
        {
            await Task.Yield();
            await step().ConfigureAwait(false);
            done = true;
        }
        finally
        {
            if (!done)
                await stop.CancelAsync().ConfigureAwait(false);
            target?.TryComplete();
        }
    }

    private static Task StopAllOnFailureAsync(Func<Task> step, ChannelWriter<object>? target, CancellationTokenSource stop)
        => StopAllOnFailureAsync<object>(step, target, stop);

    /// <summary>Waits for work nobody took any more, so that nothing runs on behind the caller's back.</summary>
    private static async Task SettleAsync<T>(ChannelReader<Task<T>> left, Action<T>? discard)
    {
        while (left.TryRead(out Task<T>? task))
        {
            await ((Task)task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (task.IsCompletedSuccessfully)
                discard?.Invoke(await task.ConfigureAwait(false));
        }
    }
}
