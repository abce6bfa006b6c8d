using System.Runtime.InteropServices;
using Cti.Cli;

namespace Cti;

/// <summary>Parse, cancel, run, exit code.</summary>
internal static class Program
{
    // Docker and Kubernetes kill ten seconds after SIGTERM; two are left for the result.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(8);

    public static async Task<int> Main(string[] arguments)
    {
        Rehearsal.Begin(arguments);
        using var termination = new CancellationTokenSource();
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var session = new Session(Host.OfProcess());
        using var parts = new Composition(session.Host.Clock);
        try
        {
            Task<int> call = Task.Run(() => CommandLine.RunAsync(session, parts, arguments, termination.Token));
            return await EndedOrGivenUpAsync(call, termination.Token);
        }
        catch (Exception failure)
        {
            return session.Fail(failure, termination.IsCancellationRequested);
        }

        // The second signal gets the system's way: at once.
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = !termination.IsCancellationRequested;
            termination.Cancel();
        }
    }

    private static async Task<int> EndedOrGivenUpAsync(Task<int> call, CancellationToken terminated)
    {
        var told = new TaskCompletionSource();
        using CancellationTokenRegistration registration = terminated.Register(told.SetResult);
        await Task.WhenAny(call, told.Task);
        return await call.WaitAsync(call.IsCompleted ? Timeout.InfiniteTimeSpan : Grace, CancellationToken.None);
    }
}
