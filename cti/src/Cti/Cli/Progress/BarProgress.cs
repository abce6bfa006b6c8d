using Cti.Pipelines;
using Cti.Telemetry;
using Spectre.Console;

namespace Cti.Cli.Progress;

/// <summary>A bar on a terminal, with rows, MB/s and the time left; log lines appear above it.</summary>
public sealed class BarProgress : IRunProgress, IDisposable
{
    private readonly ErrorOutput _output;
    private readonly IAnsiConsole _console;
    private readonly TimeProvider _clock;
    private Stage? _stage;

    /// <summary>Makes it.</summary>
    /// <param name="output">The lines that share the terminal with it.</param>
    /// <param name="console">The terminal.</param>
    /// <param name="clock">The time.</param>
    public BarProgress(ErrorOutput output, IAnsiConsole console, TimeProvider clock)
    {
        _output = output;
        _console = console;
        _clock = clock;
    }

    /// <inheritdoc/>
    public void Begin(string stage, long totalBytes)
    {
        Dispose();
        _stage = new Stage(stage, totalBytes, _clock);
        _output.SetBar(line => _console.Write(new Text(line + "\n")));
        _stage.Draw(_console);
    }

    /// <inheritdoc/>
    public void Report(long rows, long bytes) => _stage?.Report(rows, bytes);

    /// <inheritdoc/>
    public void End()
    {
        Stage? stage = _stage;
        Dispose();
        if (stage is not null)
        {
            _output.WriteLine($"{stage.State.Stage}: {stage.State} in {StageState.Duration(stage.State.Elapsed)}");
        }
    }

    /// <summary>Takes the bar away.</summary>
    public void Dispose()
    {
        if (_stage is { } stage)
        {
            _stage = null;
            stage.Stop();
            _output.SetBar(null);
        }
    }

    private sealed class Stage(string name, long totalBytes, TimeProvider clock)
    {
        private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly long _began = clock.GetTimestamp();
        private Task _drawing = Task.CompletedTask;
        private long _rows;
        private long _bytes;

        public StageState State => new(name, Volatile.Read(ref _rows), Volatile.Read(ref _bytes), totalBytes, clock.GetElapsedTime(_began));

        public void Report(long rows, long bytes)
        {
            Volatile.Write(ref _rows, rows);
            Volatile.Write(ref _bytes, bytes);
        }

        public void Stop()
        {
            _over.TrySetResult();
            _drawing.GetAwaiter().GetResult();
        }

        // Spectre draws while a callback runs; the run is not inside it but beside it, and tells when it is over.
        public void Draw(IAnsiConsole console)
        {
            Spectre.Console.Progress bar = console.Progress().AutoClear(true).AutoRefresh(true)
                .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new StageColumn(() => State));
            _drawing = Task.Run(() => bar.StartAsync(async context =>
            {
                ProgressTask task = context.AddTask(Markup.Escape(name), maxValue: 1);
                task.IsIndeterminate = totalBytes <= 0;
                while (!_over.Task.IsCompleted)
                {
                    task.Value = State.Share ?? 0;
                    await Task.WhenAny(_over.Task, Task.Delay(100)).ConfigureAwait(false);
                }
            }));
        }
    }
}
