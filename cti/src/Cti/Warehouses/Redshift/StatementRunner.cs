using System.Collections.Concurrent;
using Amazon.Runtime;
using Cti.Failures;
using Cti.Telemetry;
using Cti.Warehouses.Redshift.DataApi;
using Microsoft.Extensions.Logging;

namespace Cti.Warehouses.Redshift;

/// <summary>Runs statements to their end; one that this process does not wait for to the end is stopped.</summary>
/// <param name="client">The Data API.</param>
/// <param name="target">The database.</param>
/// <param name="clock">Waits by it.</param>
/// <param name="logger">Told of what is stopped.</param>
internal sealed class StatementRunner(RedshiftDataClient client, DataApiTarget target, TimeProvider clock, ILogger logger)
{
    private const int WaitSeconds = 20;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(5);
    // Eight seconds are left after SIGTERM: two for a submit on its way, five to stop the statement.
    private static readonly TimeSpan SubmitGrace = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<string, string> _ended = [];
    private int? _waitSeconds = WaitSeconds;

    /// <summary>Runs statements, and waits for their end, whichever it is.</summary>
    /// <param name="sql">One, or several as one transaction.</param>
    /// <param name="name">The name that they are listed under.</param>
    /// <param name="token">Makes the submit run once.</param>
    /// <param name="taken">Told the id as soon as it is known.</param>
    /// <param name="cancellationToken">Stops them.</param>
    public async Task<StatementDescription> RunAsync(IReadOnlyList<string> sql, string name, string token, Func<string, Task> taken, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        string? id = null;
        try
        {
            id = await SubmitAsync(sql, name, token, cancellationToken).ConfigureAwait(false);
            logger.StatementSubmitted(id, name);
            await taken(id).ConfigureAwait(false);
            return await WaitAsync(id, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await StopAsync(id, name).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Waits for the end of a statement that runs already; a cancellation stops it too.</summary>
    /// <returns>Null where the service no longer knows it.</returns>
    public async Task<StatementDescription?> AttachAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            return await WaitAsync(id, cancellationToken).ConfigureAwait(false);
        }
        catch (CtiException e) when (CodeOf(e) == "ResourceNotFoundException")
        {
            return null;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await StopAsync(id, "").ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The ids of statements of this name that have not ended.</summary>
    public async Task<IReadOnlyList<string>> UnfinishedAsync(string name, CancellationToken cancellationToken) =>
        [.. (await client.ListAsync(name, cancellationToken).ConfigureAwait(false)).Where(s => s.StatementName == name && !StatementStatus.IsEnd(s.Status)).Select(s => s.Id)];

    /// <summary>Runs a query.</summary>
    /// <exception cref="RedshiftException">It failed.</exception>
    public async Task<QueryTable> QueryAsync(string sql, string name, CancellationToken cancellationToken)
    {
        // Each question is a new one, even in the words of an earlier one: its answer may be another.
        string token = Guid.NewGuid().ToString("N");
        StatementDescription ended = await RunAsync([sql], name, token, _ => Task.CompletedTask, cancellationToken).ConfigureAwait(false);
        if (ended.Status != StatementStatus.Finished)
            throw new RedshiftException(ended);
        return await ResultAsync(ended.Id, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The rows of a statement, or of one of a batch.</summary>
    public Task<QueryTable> ResultAsync(string id, CancellationToken cancellationToken) => StatementResult.ReadAsync(client, id, cancellationToken);

    private static string? CodeOf(CtiException e) => (e.InnerException as AmazonServiceException)?.ErrorCode;

    // A submit whose answer is given up may have been taken all the same, so it is given a little time after a cancellation.
    private async Task<string> SubmitAsync(IReadOnlyList<string> sql, string name, string token, CancellationToken cancellationToken)
    {
        using CancellationTokenSource grace = new(Timeout.InfiniteTimeSpan, clock);
        using CancellationTokenRegistration registration = cancellationToken.Register(() => grace.CancelAfter(SubmitGrace));
        string id = await client.SubmitAsync(target, sql, name, token, grace.Token).ConfigureAwait(false);
        return id;
    }

    private async Task<StatementDescription> WaitAsync(string id, CancellationToken cancellationToken)
    {
        for (TimeSpan delay = FirstDelay; ; delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay)
        {
            long asked = clock.GetTimestamp();
            StatementDescription found = await DescribeAsync(id, cancellationToken).ConfigureAwait(false);
            if (StatementStatus.IsEnd(found.Status))
            {
                // A load that is tried again asks once more after what it sent before: that has ended once.
                if (_ended.TryAdd(id, found.Status))
                    logger.StatementEnded(id, found.Status);
                return found;
            }

            // A service that does not know how to wait answers at once.
            TimeSpan rest = delay - clock.GetElapsedTime(asked);
            if (rest > TimeSpan.Zero)
                await Task.Delay(rest, clock, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<StatementDescription> DescribeAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            return await client.DescribeAsync(id, _waitSeconds, cancellationToken).ConfigureAwait(false);
        }
        catch (CtiException e) when (_waitSeconds is not null && CodeOf(e) is "ValidationException" or "SerializationException" or "ActiveWaitingRequestsExceededException")
        {
            _waitSeconds = null;
            return await client.DescribeAsync(id, null, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task StopAsync(string? id, string name)
    {
        using CancellationTokenSource limit = new(StopGrace, clock);
        try
        {
            IReadOnlyList<string> ids = id is not null ? [id] : await UnfinishedAsync(name, limit.Token).ConfigureAwait(false);
            foreach (string running in ids)
            {
                logger.StatementStopped(running);
                await client.CancelAsync(running, limit.Token).ConfigureAwait(false);
                await WaitAsync(running, limit.Token).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is CtiException or OperationCanceledException)
        {
            // It has ended by itself, or it cannot be reached: then the next load finds it by its intent.
            logger.FailureCause("load", e);
        }
    }
}
