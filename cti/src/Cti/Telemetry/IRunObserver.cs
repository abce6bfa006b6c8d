using Microsoft.Extensions.Logging;

namespace Cti.Telemetry;

/// <summary>Hears of one run and tells a receiver outside. Nothing it does fails or holds up the run, but for the bound of <see cref="End"/>.</summary>
public interface IRunObserver
{
    /// <summary>What is not delivered, for the log: <c>Telemetry</c>.</summary>
    string Name { get; }

    /// <summary>A stage began: <c>extract</c>, <c>load</c>.</summary>
    void BeginStage(string stage);

    /// <summary>The stage that began last ended.</summary>
    void EndStage();

    /// <summary>A message of the log was passed; its id says which.</summary>
    void Logged(EventId message, IReadOnlyList<KeyValuePair<string, object?>> values);

    /// <summary>The run ended: delivers what is left.</summary>
    /// <param name="report">How it ended.</param>
    /// <param name="bound">The longest that this may take.</param>
    /// <returns>Why not all was delivered, in one line and without secrets; null where it was.</returns>
    string? End(RunReport report, TimeSpan bound);
}
