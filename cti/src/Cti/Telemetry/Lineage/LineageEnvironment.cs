namespace Cti.Telemetry.Lineage;

/// <summary>What OpenLineage's variables ask for.</summary>
/// <param name="Receiver">Where events are posted.</param>
/// <param name="ApiKey">Goes out as a bearer token; null where there is none. Secret.</param>
/// <param name="Namespace">The job's namespace. Default: <c>default</c>.</param>
/// <param name="Parent">The run above; null where there is none.</param>
/// <param name="Root">The topmost run; the parent itself where only that is told.</param>
public sealed record LineageEnvironment(Uri Receiver, string? ApiKey, string Namespace, LineageRun? Parent, LineageRun? Root)
{
    /// <summary>Null where nothing is to be sent: no OPENLINEAGE_URL, or OPENLINEAGE_DISABLED.</summary>
    /// <exception cref="FormatException">OPENLINEAGE_URL is no URL of http or https.</exception>
    public static LineageEnvironment? Of(IReadOnlyDictionary<string, string> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        if (Value("URL") is not { } url || string.Equals(Value("DISABLED"), "true", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        string whole = $"{url.TrimEnd('/')}/{(Value("ENDPOINT") ?? "api/v1/lineage").TrimStart('/')}";
        if (!Uri.TryCreate(whole, UriKind.Absolute, out Uri? receiver) || receiver.Scheme is not ("http" or "https"))
        {
            throw new FormatException("OPENLINEAGE_URL is no URL of http or https");
        }

        LineageRun? parent = LineageRun.Parse(Value("PARENT_ID"));
        return new LineageEnvironment(receiver, Value("API_KEY"), Value("NAMESPACE") ?? "default", parent, LineageRun.Parse(Value("ROOT_PARENT_ID")) ?? parent);

        string? Value(string name) => environment.GetValueOrDefault("OPENLINEAGE_" + name) is { Length: > 0 } value ? value : null;
    }

    /// <summary>Nothing but the type's name: a record's own text would show the key.</summary>
    public override string ToString() => nameof(LineageEnvironment);
}
