using System.Text.Json;
using Cti.Failures;
using Cti.Manifests;
using Cti.ObjectStores;
using Cti.Telemetry;
using Microsoft.Extensions.Logging;

namespace Cti.Pipelines.Extraction;

/// <summary>A mark beside the run that is there while an attempt works, so that the next one can tell that a killed one was there.</summary>
/// <remarks>A kernel that ends a process for its memory leaves no line in its log: the next attempt is the first that can say it.</remarks>
internal sealed class Attempt : IAsyncDisposable
{
    // Ending comes after SIGTERM too, when seconds count.
    private static readonly TimeSpan _longestEnding = TimeSpan.FromSeconds(2);
    private readonly IObjectStore _store;
    private readonly string _uri;
    private readonly ILogger _logger;

    private Attempt(IObjectStore store, string uri, ILogger logger)
    {
        _store = store;
        _uri = uri;
        _logger = logger;
    }

    /// <summary>Puts the mark, and warns where another attempt's is there.</summary>
    /// <param name="store">Where the run goes.</param>
    /// <param name="uri">Where the mark goes.</param>
    /// <param name="run">The run key, for the warning.</param>
    /// <param name="started">What the mark says.</param>
    /// <param name="logger">Hears of an earlier attempt.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<Attempt> BeginAsync(IObjectStore store, string uri, string run, StartedAttempt started, ILogger logger, CancellationToken cancellationToken)
    {
        byte[] content = JsonSerializer.SerializeToUtf8Bytes(started, ManifestJson.Document.StartedAttempt);
        if (!await store.PutIfAbsentAsync(uri, content, cancellationToken).ConfigureAwait(false))
        {
            StartedAttempt? earlier = await TryReadAsync(store, uri, cancellationToken).ConfigureAwait(false);
            logger.EarlierAttemptUnfinished(run, earlier?.BeganAt, earlier?.MemoryBytes / 1_000_000);
            await ReplaceAsync(store, uri, content, cancellationToken).ConfigureAwait(false);
        }

        return new Attempt(store, uri, logger);
    }

    /// <summary>Takes the mark away: the attempt ended by itself, well or not.</summary>
    public async ValueTask DisposeAsync()
    {
        using CancellationTokenSource longest = new(_longestEnding);
        try
        {
            await _store.DeleteAsync(_uri, longest.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is CtiException or OperationCanceledException)
        {
            // How the attempt ended matters more; a mark that stays costs a needless warning at most.
            _logger.FailureCause("write", exception);
        }
    }

    private static async Task<StartedAttempt?> TryReadAsync(IObjectStore store, string uri, CancellationToken cancellationToken)
    {
        if (await store.StatAsync(uri, cancellationToken).ConfigureAwait(false) is not { } info)
            return null;
        Stream stream = await store.OpenReadAsync(info, cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            try
            {
                return await JsonSerializer.DeserializeAsync(stream, ManifestJson.Document.StartedAttempt, cancellationToken).ConfigureAwait(false);
            }
            catch (JsonException)
            {
                return null;
            }
        }
    }

    private static async Task ReplaceAsync(IObjectStore store, string uri, byte[] content, CancellationToken cancellationToken)
    {
        ObjectWriter writer = await store.CreateAsync(uri, cancellationToken).ConfigureAwait(false);
        await using (writer.ConfigureAwait(false))
        {
            await writer.WriteAsync(content, cancellationToken).ConfigureAwait(false);
            await writer.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
