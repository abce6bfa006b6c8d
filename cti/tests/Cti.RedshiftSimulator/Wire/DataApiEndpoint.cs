using System.Text;
using System.Text.Json.Nodes;

namespace Cti.RedshiftSimulator;

/// <summary>The Data API's HTTP: one address, the operation in a header, faults where they were asked for.</summary>
internal sealed class DataApiEndpoint(SignatureVerifier signatures, Operations operations, FaultList faults, CallLog calls)
{
    private const string TargetPrefix = "RedshiftData.";
    private const string JsonType = "application/x-amz-json-1.1";

    /// <summary>Answers a request.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        CancellationToken cancellationToken = context.RequestAborted;
        using MemoryStream body = new();
        await context.Request.Body.CopyToAsync(body, cancellationToken);
        try
        {
            string operation = OperationOf(context.Request);
            signatures.Verify(context.Request, body.ToArray());
            calls.Add(operation);
            SimulatorFault? fault = faults.Take(operation);
            if (fault is not null && await FailBeforeAsync(context, fault))
                return;
            JsonObject answer = await operations.RunAsync(operation, RequestBody.Parse(body.ToArray()), fault is { IsOfStatement: true } ? fault : null, cancellationToken);
            if (fault is null || !await FailAfterAsync(context, fault, answer))
                await WriteAsync(context, StatusCodes.Status200OK, JsonType, answer.ToJsonString());
        }
        catch (DataApiException e)
        {
            await WriteAsync(context, e.Status, JsonType, e.ToJson().ToJsonString());
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The client went away; nobody is left to answer.
        }
    }

    private static string OperationOf(HttpRequest request)
    {
        string target = request.Headers["X-Amz-Target"].ToString();
        string operation = target.StartsWith(TargetPrefix, StringComparison.Ordinal) ? target[TargetPrefix.Length..] : "";
        return HttpMethods.IsPost(request.Method) && DataApiOperation.All.Contains(operation) && request.ContentType?.StartsWith(JsonType, StringComparison.Ordinal) == true
            ? operation
            : throw new DataApiException(400, "UnknownOperationException", "A POST of application/x-amz-json-1.1 with an X-Amz-Target of RedshiftData is expected.");
    }

    private static async Task<bool> FailBeforeAsync(HttpContext context, SimulatorFault fault)
    {
        switch (fault.Kind)
        {
            case FaultKind.ResetBefore:
                context.Abort();
                return true;
            case FaultKind.InternalErrorHtml:
                await WriteAsync(context, StatusCodes.Status500InternalServerError, "text/html", "<html><head><title>500 Internal Server Error</title></head><body><h1>Internal Server Error</h1></body></html>");
                return true;
            case FaultKind.InternalError:
                throw new DataApiException(500, "InternalServerException", fault.Message ?? "Internal server error");
            case FaultKind.Throttling:
                throw new DataApiException(400, "ThrottlingException", fault.Message ?? "Rate exceeded");
            case FaultKind.ActiveStatementsExceeded:
                throw new DataApiException(400, "ActiveStatementsExceededException", fault.Message ?? "Active statements exceeded the allowed quota (500).");
            case FaultKind.ActiveSessionsExceeded:
                throw new DataApiException(400, "ActiveSessionsExceededException", fault.Message ?? "Active sessions exceeded the allowed quota (500).");
            case FaultKind.ActiveWaitingRequestsExceeded:
                throw new DataApiException(400, "ActiveWaitingRequestsExceededException", fault.Message ?? "Active waiting requests exceeded the allowed quota.");
            default:
                return false;
        }
    }

    private static async Task<bool> FailAfterAsync(HttpContext context, SimulatorFault fault, JsonObject answer)
    {
        switch (fault.Kind)
        {
            case FaultKind.ResetAfter:
                context.Abort();
                return true;
            case FaultKind.InternalErrorAfter:
                throw new DataApiException(500, "InternalServerException", fault.Message ?? "Internal server error");
            case FaultKind.CutOff:
                byte[] bytes = Encoding.UTF8.GetBytes(answer.ToJsonString());
                context.Response.ContentType = JsonType;
                context.Response.ContentLength = bytes.Length;
                await context.Response.Body.WriteAsync(bytes.AsMemory(0, bytes.Length / 2), context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                context.Abort();
                return true;
            case FaultKind.Stall:
                await Task.Delay(TimeSpan.FromSeconds(fault.Seconds), context.RequestAborted);
                return false;
            default:
                return false;
        }
    }

    private static async Task WriteAsync(HttpContext context, int status, string type, string body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        context.Response.Headers["x-amzn-RequestId"] = Guid.NewGuid().ToString();
        context.Response.ContentLength = Encoding.UTF8.GetByteCount(body);
        await context.Response.WriteAsync(body, context.RequestAborted);
    }
}
