using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cti.RedshiftSimulator;

/// <summary>What is no part of the API: faults and a look inside, for tests and people. It asks for no signature.</summary>
internal sealed class ControlEndpoint(DataApiSimulator simulator)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        WriteIndented = true,
    };

    /// <summary>Answers a request to a path that begins with an underscore; false for other paths.</summary>
    public async Task<bool> TryHandleAsync(HttpContext context)
    {
        switch (context.Request.Method, context.Request.Path.Value)
        {
            case ("POST", "/_faults"):
                await AddFaultsAsync(context);
                return true;
            case ("GET", "/_faults"):
                await context.Response.WriteAsJsonAsync(simulator.Faults.Pending(), s_json, context.RequestAborted);
                return true;
            case ("DELETE", "/_faults"):
                simulator.Faults.Clear();
                return true;
            case ("GET", "/_statements"):
                await context.Response.WriteAsJsonAsync(simulator.Statements, s_json, context.RequestAborted);
                return true;
            case ("GET", "/_calls"):
                await context.Response.WriteAsJsonAsync(simulator.Calls, s_json, context.RequestAborted);
                return true;
            case ("DELETE", "/_calls"):
                simulator.ClearCalls();
                return true;
            default:
                return false;
        }
    }

    private async Task AddFaultsAsync(HttpContext context)
    {
        try
        {
            IReadOnlyList<SimulatorFault> faults = await context.Request.ReadFromJsonAsync<SimulatorFault[]>(s_json, context.RequestAborted) ?? [];
            foreach (SimulatorFault fault in faults)
                simulator.Faults.Add(fault);
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsync(e.Message, context.RequestAborted);
        }
    }
}
