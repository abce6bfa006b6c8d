using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Cti.Failures;

namespace Cti.Aws;

/// <summary>Calls a service that speaks Amazon's JSON protocol, again after failures that may pass.</summary>
/// <remarks>A call is tried again with the same bytes, so with the same idempotency token.</remarks>
internal sealed class AwsJsonClient : IDisposable
{
    private readonly AwsJsonTransport _transport;
    private readonly AwsFailures _failures;
    private readonly AwsClientOptions _options;

    /// <summary>Makes it; credentials are looked for at the first call.</summary>
    /// <param name="service">Which service.</param>
    /// <param name="access">Keys and region of the settings.</param>
    /// <param name="connection">Where it is.</param>
    /// <param name="options">Patience, clock, who hears of retries.</param>
    public AwsJsonClient(AwsJsonService service, AwsAccess access, AwsConnection connection, AwsClientOptions options)
    {
        _options = options;
        _transport = AwsJsonTransport.Open(access, new AwsJsonConfig(service, connection, options.RequestTimeout));
        _failures = new AwsFailures(connection.Endpoint ?? $"Amazon {service.ServiceId} in {connection.Region}", options.BackOff.MaxRetries);
    }

    /// <summary>Sends a call until it is answered.</summary>
    /// <param name="stage">The stage that a failure names.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="request">Its argument.</param>
    /// <param name="requestType">The argument's JSON.</param>
    /// <param name="answerType">The answer's JSON.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="CtiException">Transient after the last retry; Usage where the service refuses the call.</exception>
    public async Task<TAnswer> SendAsync<TRequest, TAnswer>(
        string stage, string operation, TRequest request, JsonTypeInfo<TRequest> requestType, JsonTypeInfo<TAnswer> answerType, CancellationToken cancellationToken)
    {
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(request, requestType);
        for (int retry = 1; ; retry++)
        {
            (TAnswer? answer, Exception? failure) = await AwsCall.TryAsync(token => SendOnceAsync(operation, body, answerType, token), cancellationToken).ConfigureAwait(false);
            if (failure is null)
                return answer!;
            if (!AwsFailures.IsTransient(failure) || retry > _options.BackOff.MaxRetries)
                throw _failures.From(failure, stage, operation);
            TimeSpan delay = _options.BackOff.DelayOf(retry, _options.Random);
            _options.Retrying?.Invoke(operation, retry, AwsFailures.Reason(failure));
            await Task.Delay(delay, _options.Clock, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _transport.Dispose();

    private async Task<TAnswer> SendOnceAsync<TAnswer>(string operation, byte[] body, JsonTypeInfo<TAnswer> answerType, CancellationToken cancellationToken)
    {
        AwsJsonAnswer answer = await _transport.SendAsync(new AwsJsonMessage(operation, body), cancellationToken).ConfigureAwait(false);
        try
        {
            return JsonSerializer.Deserialize(answer.Body, answerType) ?? throw new IOException("the answer is null");
        }
        catch (JsonException e)
        {
            // A document without its end is a connection that broke, whatever the length said.
            throw new IOException("the answer is no whole JSON document", e);
        }
    }
}
