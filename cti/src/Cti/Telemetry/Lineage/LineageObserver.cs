using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;

namespace Cti.Telemetry.Lineage;

/// <summary>Posts a run's lineage: START while the run works, and at its end COMPLETE, FAIL or ABORT.</summary>
internal sealed class LineageObserver : IRunObserver, IDisposable
{
    private static readonly TimeSpan LongestPost = TimeSpan.FromSeconds(2.5);
    private readonly LineageEnvironment _asked;
    private readonly LineageEvents _events;
    private readonly HttpClient _client = new() { Timeout = LongestPost };
    private readonly Task<string?> _start;

    private LineageObserver(LineageEnvironment asked, string verb, string? dataset)
    {
        (_asked, _events) = (asked, new LineageEvents(asked, verb, dataset));
        JsonObject begun = _events.Start(DateTimeOffset.UtcNow);
        _start = Task.Run(() => PostAsync(begun, CancellationToken.None));
    }

    /// <inheritdoc/>
    public string Name => "Lineage";

    /// <summary>Begins to observe.</summary>
    public static IRunObserver Start(LineageEnvironment asked, string verb, string? dataset) => new LineageObserver(asked, verb, dataset);

    /// <inheritdoc/>
    public void BeginStage(string stage)
    {
    }

    /// <inheritdoc/>
    public void EndStage()
    {
    }

    /// <inheritdoc/>
    public void Logged(EventId message, IReadOnlyList<KeyValuePair<string, object?>> values)
    {
    }

    /// <inheritdoc/>
    public string? End(RunReport report, TimeSpan bound)
    {
        ArgumentNullException.ThrowIfNull(report);
        using CancellationTokenSource limit = new(bound);
        return EndAsync(_events.End(DateTimeOffset.UtcNow, report), limit.Token).GetAwaiter().GetResult();
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    // START first: receivers make a run of what comes first.
    private async Task<string?> EndAsync(JsonObject ended, CancellationToken cancellationToken)
    {
        try
        {
            string? begun = await _start.WaitAsync(cancellationToken).ConfigureAwait(false);
            return await PostAsync(ended, cancellationToken).ConfigureAwait(false) ?? begun;
        }
        catch (OperationCanceledException)
        {
            return "no answer in time";
        }
    }

    private async Task<string?> PostAsync(JsonObject lineage, CancellationToken cancellationToken)
    {
        try
        {
            using HttpRequestMessage request = new(HttpMethod.Post, _asked.Receiver) { Content = new StringContent(lineage.ToJsonString(), Encoding.UTF8, "application/json") };
            if (_asked.ApiKey is { } key)
            {
                // Unchecked: the check's message would repeat the key.
                request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {key}");
            }

            using HttpResponseMessage answer = await _client.SendAsync(request, cancellationToken).ConfigureAwait(false);
            return answer.IsSuccessStatusCode ? null : $"the receiver answered {(int)answer.StatusCode}";
        }
        catch (HttpRequestException e)
        {
            return e.Message;
        }
        catch (OperationCanceledException)
        {
            return "no answer in time";
        }
    }
}
