using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;
using Amazon.S3;
using Cti.RedshiftSimulator;

namespace Cti.Tests.RedshiftSimulator;

/// <summary>Calls the API over HTTP, signed by the SDK's own signer; shares nothing with the product's client.</summary>
internal sealed class SignedClient(string endpoint, SimulatorKey key, string database) : IDisposable
{
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(60) };

    /// <summary>Calls an operation and gives its answer, which must be a success.</summary>
    public async Task<JsonElement> CallAsync(string operation, object request)
    {
        (HttpStatusCode status, string body) = await TryAsync(operation, request);
        Assert.True(status == HttpStatusCode.OK, $"{operation}: {status} {body}");
        return JsonDocument.Parse(body).RootElement.Clone();
    }

    /// <summary>Calls an operation and gives status and body, whatever they are.</summary>
    public async Task<(HttpStatusCode Status, string Body)> TryAsync(string operation, object request, Action<HttpRequestMessage>? tamper = null, string service = "redshift-data", SimulatorKey? signer = null)
    {
        using HttpRequestMessage message = Sign(operation, JsonSerializer.SerializeToUtf8Bytes(request), service, signer ?? key);
        tamper?.Invoke(message);
        using HttpResponseMessage response = await _http.SendAsync(message);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>The name of the error that a call is answered by.</summary>
    public async Task<string> ErrorAsync(string operation, object request)
    {
        (HttpStatusCode status, string body) = await TryAsync(operation, request);
        Assert.NotEqual(HttpStatusCode.OK, status);
        return JsonDocument.Parse(body).RootElement.GetProperty("__type").GetString()!;
    }

    public async Task<string> ExecuteAsync(string sql, string? name = null, string? token = null) =>
        (await CallAsync("ExecuteStatement", new { Sql = sql, Database = database, WorkgroupName = "main", StatementName = name, ClientToken = token })).GetProperty("Id").GetString()!;

    public async Task<string> BatchAsync(IReadOnlyList<string> sqls, string? name = null, string? token = null) =>
        (await CallAsync("BatchExecuteStatement", new { Sqls = sqls, Database = database, WorkgroupName = "main", StatementName = name, ClientToken = token })).GetProperty("Id").GetString()!;

    public Task<JsonElement> DescribeAsync(string id) => CallAsync("DescribeStatement", new { Id = id });

    /// <summary>Waits for a statement's end.</summary>
    public async Task<JsonElement> EndAsync(string id)
    {
        while (true)
        {
            JsonElement described = await CallAsync("DescribeStatement", new { Id = id, WaitTimeSeconds = 30 });
            if (described.GetProperty("Status").GetString() is "FINISHED" or "FAILED" or "ABORTED")
                return described;
            await Task.Delay(20);
        }
    }

    /// <summary>The rows of a result, all pages, values with a bar between.</summary>
    public async Task<string[]> RowsAsync(string id)
    {
        List<string> rows = [];
        string? next = null;
        do
        {
            JsonElement page = await CallAsync("GetStatementResult", new { Id = id, NextToken = next });
            rows.AddRange(page.GetProperty("Records").EnumerateArray().Select(r => string.Join('|', r.EnumerateArray().Select(f => f.EnumerateObject().Single()).Select(f => f.Name == "isNull" ? "∅" : f.Value.ToString()))));
            next = page.TryGetProperty("NextToken", out JsonElement token) ? token.GetString() : null;
        }
        while (next is not null);
        return [.. rows];
    }

    public void Dispose() => _http.Dispose();

    private HttpRequestMessage Sign(string operation, byte[] body, string service, SimulatorKey signer)
    {
        DefaultRequest request = new(new NoRequest(), service)
        {
            Endpoint = new Uri(endpoint),
            ResourcePath = "/",
            HttpMethod = "POST",
            Content = body,
            OverrideSigningServiceName = service,
        };
        request.Headers["X-Amz-Target"] = "RedshiftData." + operation;
        request.Headers["Content-Type"] = "application/x-amz-json-1.1";
        if (signer.SessionToken is not null)
            request.Headers["X-Amz-Security-Token"] = signer.SessionToken;
        AWS4SigningResult signature = new AWS4Signer().SignRequest(request, new AmazonS3Config { ServiceURL = endpoint, AuthenticationRegion = "us-east-1" }, new Amazon.Runtime.Internal.Util.RequestMetrics(), signer.Id, signer.Secret);
        HttpRequestMessage message = new(HttpMethod.Post, endpoint) { Content = new ByteArrayContent(body) };
        message.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/x-amz-json-1.1");
        foreach ((string name, string value) in request.Headers.Where(h => h.Key is not ("Content-Type" or "Host" or "Content-Length")))
            message.Headers.TryAddWithoutValidation(name, value);
        message.Headers.TryAddWithoutValidation("Authorization", signature.ForAuthorizationHeader);
        return message;
    }

    private sealed class NoRequest : AmazonWebServiceRequest;
}
