using Cti.Telemetry.Lineage;
using Cti.Telemetry.Otlp;
using Microsoft.Extensions.Logging;

namespace Cti.Telemetry;

/// <summary>Everyone who is told of a run: nobody, unless the environment names a receiver.</summary>
public sealed class RunObservers
{
    // Whoever asked for telemetry waits this long for a receiver that is slow; after SIGTERM there are two seconds in all.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan PatienceWhenTerminated = TimeSpan.FromSeconds(1);
    private const int Terminated = 143;
    private readonly IReadOnlyList<IRunObserver> _observers;

    private RunObservers(IReadOnlyList<IRunObserver> observers) => _observers = observers;

    /// <summary>Nobody.</summary>
    public static RunObservers None { get; } = new([]);

    /// <summary>Those that the environment asks for; without its variables nothing is loaded.</summary>
    /// <param name="environment">The environment's variables.</param>
    /// <param name="verb">The verb.</param>
    /// <param name="dataset">The dataset; null where the command line did not tell.</param>
    /// <param name="logger">Hears where one cannot be started.</param>
    public static RunObservers Start(IReadOnlyDictionary<string, string> environment, string verb, string? dataset, Func<ILogger> logger)
    {
        ArgumentNullException.ThrowIfNull(environment);
        List<IRunObserver> observers = [];
        if (OtlpEnvironment.Of(environment) is { } otlp)
        {
            Add(observers, "Telemetry", () => OtlpObserver.Start(otlp, verb, dataset), logger);
        }

        // OPENLINEAGE_URL is looked at within: what it cannot be read as is said, and no more.
        if (environment.ContainsKey("OPENLINEAGE_URL"))
        {
            Add(observers, "Lineage", () => LineageEnvironment.Of(environment) is { } lineage ? LineageObserver.Start(lineage, verb, dataset) : null, logger);
        }

        return observers.Count == 0 ? None : new RunObservers(observers);
    }

    // A variable with a value that the SDK cannot make sense of must not end the run, nor a library that is missing.
    private static void Add(List<IRunObserver> observers, string name, Func<IRunObserver?> start, Func<ILogger> logger)
    {
        try
        {
            if (start() is { } observer)
            {
                observers.Add(observer);
            }
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidOperationException or NotSupportedException or IOException)
        {
            logger().NotDelivered(name, e.Message);
        }
    }

    /// <summary>The log, with the observers listening.</summary>
    public ILogger Listen(ILogger logger) => _observers.Count == 0 ? logger : new ObservedLogger(logger, _observers);

    /// <summary>A stage began.</summary>
    public void BeginStage(string stage)
    {
        foreach (IRunObserver observer in _observers)
        {
            observer.BeginStage(stage);
        }
    }

    /// <summary>The stage ended.</summary>
    public void EndStage()
    {
        foreach (IRunObserver observer in _observers)
        {
            observer.EndStage();
        }
    }

    /// <summary>The run ended: all are told at once, within a bound, and what did not arrive is logged once.</summary>
    /// <param name="report">How it ended.</param>
    /// <param name="logger">Hears what did not arrive.</param>
    public void End(RunReport report, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (_observers.Count == 0)
        {
            return;
        }

        TimeSpan bound = report.ExitCode == Terminated ? PatienceWhenTerminated : Patience;
        (IRunObserver Observer, Task<string?> Telling)[] all = [.. _observers.Select(o => (o, Task.Run(() => o.End(report, bound))))];
        // Of an observer that does not keep its bound the process's end makes an end.
        _ = Task.WhenAll(all.Select(t => t.Telling)).ContinueWith(_ => { }, TaskScheduler.Default).Wait(bound + TimeSpan.FromMilliseconds(200));
        foreach ((IRunObserver observer, Task<string?> telling) in all)
        {
            string? reason = !telling.IsCompleted ? "no answer in time"
                : telling.Exception is { } failure ? failure.GetBaseException().Message
                : telling.Result;
            if (reason is not null)
            {
                logger.NotDelivered(observer.Name, reason);
            }

            if (telling.IsCompleted)
            {
                (observer as IDisposable)?.Dispose();
            }
        }
    }
}
