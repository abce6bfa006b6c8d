using System.Collections.Concurrent;
using System.CommandLine;
using Cti.Cli.Options;
using Cti.Cli.Results;
using Cti.Cli.Settings;
using Cti.Telemetry;
using Microsoft.Extensions.Logging;

namespace Cti.Cli;

/// <summary>One call of the program: what is known of it so far, and how it ends, well or not.</summary>
public sealed class Session : IDisposable
{
    private static readonly string[] StandardSecrets = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "PGPASSWORD", "OPENLINEAGE_API_KEY"];
    private readonly long _began;
    private int _ended;
    private ErrorLog _log;
    private string? _resultFile;
    private RunReport? _report;

    /// <summary>Makes the session.</summary>
    /// <param name="host">What the process gives.</param>
    public Session(Host host)
    {
        ArgumentNullException.ThrowIfNull(host);
        Host = host;
        _began = host.Clock.GetTimestamp();
        _log = new ErrorLog(host, LogFormat.Text, Redactor.Empty, new ConcurrentDictionary<string, string>());
    }

    /// <summary>What the process gives.</summary>
    public Host Host { get; }

    /// <summary>The log; before <see cref="Identify"/> and <see cref="ReadSettings"/> it knows neither the form asked for nor the secrets.</summary>
    public ILogger Logger => _log.Logger;

    /// <summary>Those who are told of the run: by telemetry, by lineage.</summary>
    public RunObservers Observers { get; private set; } = RunObservers.None;

    /// <summary>The form of the log lines.</summary>
    public LogFormat LogFormat => _log.Format;

    /// <summary>What is known of a data verb's result so far: a failure reports it, so that a failed load still names the manifest. Null for other verbs.</summary>
    public VerbResult? Draft { get; set; }

    /// <summary>Whether a progress bar has to go before the end; set by the verb that shows one.</summary>
    public IDisposable? Progress { get; set; }

    /// <summary>Notes what the command line tells, as far as it is understood: also a wrong one gets its result line and its log form.</summary>
    public void Identify(ParseResult parsed)
    {
        ArgumentNullException.ThrowIfNull(parsed);
        Command verb = parsed.CommandResult.Command;
        string? dataset = Argument(parsed, OptionNames.Dataset);
        ConcurrentDictionary<string, string> labels = new() { ["verb"] = verb.Name };
        if (dataset is not null)
        {
            labels["dataset"] = dataset;
        }

        LogFormat format = Argument(parsed, OptionNames.LogFormat) == "json" ? LogFormat.Json : LogFormat.Text;
        ReplaceLog(new ErrorLog(Host, format, Redactor.Empty, labels));
        if (verb is DataVerbCommand)
        {
            Draft = new VerbResult { Status = ResultStatus.Ok, Verb = verb.Name, Dataset = dataset };
            _resultFile = Argument(parsed, OptionNames.Result);
            _report = new RunReport { Verb = verb.Name, Dataset = dataset };
            Observers = RunObservers.Start(Host.Environment, verb.Name, dataset, () => Logger);
        }
    }

    /// <summary>Adds to what observers will be told at the end, on failure too.</summary>
    public void Report(Func<RunReport, RunReport> add)
    {
        ArgumentNullException.ThrowIfNull(add);
        _report = _report is null ? null : add(_report);
    }

    /// <summary>Reads and judges the settings; from here on the log knows the secrets.</summary>
    /// <exception cref="Failures.CtiException">Usage: every violation.</exception>
    public CtiSettings ReadSettings(string? settingsFile, SettingsNeeds needs) => SettingsLoader.Bind(MergeSettings(settingsFile), needs);

    /// <summary>What the settings' sources say, not judged yet; from here on the log knows the secrets.</summary>
    public MergedSettings MergeSettings(string? settingsFile)
    {
        MergedSettings merged = SettingsReader.Read(settingsFile, Host.Environment);
        IEnumerable<string?> standard = StandardSecrets.Select(n => Host.Environment.GetValueOrDefault(n));
        ReplaceLog(_log.With(new Redactor(merged.Secrets.Concat(standard))));
        foreach (string name in merged.Strangers)
        {
            Logger.UnknownVariable(name);
        }

        return merged;
    }

    /// <summary>A text without the secrets that are known; for answers that repeat what others said.</summary>
    public string Redact(string text) => _log.Redactor.Redact(text);

    /// <summary>From here on the log's JSON lines name the run.</summary>
    public void NameRun(string run) => _log.Labels["run"] = run;

    /// <summary>Fails at once, before any work, where the result file could not be written after it.</summary>
    /// <exception cref="Failures.CtiException">Usage: it could not.</exception>
    public void CheckResultFile()
    {
        if (_resultFile is not null)
        {
            ResultFile.Check(_resultFile);
        }
    }

    /// <summary>Ends a data verb: the closing sentence, then the result in its files and on standard output.</summary>
    /// <returns>The exit code.</returns>
    public int End(int exitCode, VerbResult result, string sentence)
    {
        ArgumentNullException.ThrowIfNull(result);
        // Work that was given up after a signal may still come to its end: the first end counts.
        if (Interlocked.Exchange(ref _ended, 1) == 1)
        {
            return exitCode;
        }

        Progress?.Dispose();
        result = result with { Seconds = Math.Round(Host.Clock.GetElapsedTime(_began).TotalSeconds, 3) };
        if (_resultFile is not null && ResultFile.TryWrite(_resultFile, ResultJson.ToLine(result)) is { } reason)
        {
            sentence = $"The result could not be written to {_resultFile}: {reason} The work itself had ended: {sentence}";
            (exitCode, result) = exitCode == ExitCode.Done
                ? (ExitCode.Usage, result with { Status = ResultStatus.Failed, Error = new ResultError("result", "usage", _log.Redactor.Redact(sentence)) })
                : (exitCode, result);
        }

        string line = ResultJson.ToLine(result);
        HandOver(line);
        Tell(exitCode, result);
        _log.LastLine(exitCode, sentence);
        Print([line]);
        return exitCode;
    }

    /// <summary>Leaves an answer for Airflow where its folder is.</summary>
    public void HandOver(string line)
    {
        // The folder is there unasked: a failure to write into it must not spoil the run.
        if (Directory.Exists(Path.GetDirectoryName(Host.XComFile)) && ResultFile.TryWrite(Host.XComFile, line) is { } reason)
        {
            Logger.ResultFileNotWritten(Host.XComFile, reason);
        }
    }

    /// <summary>Ends any verb that failed.</summary>
    /// <param name="exception">Why.</param>
    /// <param name="terminated">Whether the process had been told to end.</param>
    /// <returns>The exit code.</returns>
    public int Fail(Exception exception, bool terminated)
    {
        ArgumentNullException.ThrowIfNull(exception);
        Progress?.Dispose();
        FailureReport report = FailureReport.Of(exception, terminated, _log.Redactor.Redact);
        if (report.ExitCode == ExitCode.Bug)
        {
            Logger.UnexpectedFailure(exception);
        }
        else
        {
            Logger.FailureCause(report.Error.Stage, exception);
        }

        if (Draft is not null)
        {
            return End(report.ExitCode, Draft with { Status = report.Status, Error = report.Error }, report.Error.Message);
        }

        _log.LastLine(report.ExitCode, report.Error.Message);
        return report.ExitCode;
    }

    /// <summary>Prints lines on standard output, after everything on standard error; a reader that has gone away is no failure.</summary>
    public void Print(IEnumerable<string> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        Host.Error.Flush();
        try
        {
            foreach (string line in lines)
            {
                Host.Output.WriteLine(line);
            }

            Host.Output.Flush();
        }
        catch (IOException exception)
        {
            Logger.FailureCause("output", exception);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Progress?.Dispose();
        _log.Dispose();
    }

    // Before the last line of the log: nothing may follow the result.
    private void Tell(int exitCode, VerbResult result)
    {
        if (_report is null)
        {
            return;
        }

        RunReport report = _report with
        {
            Run = result.Run,
            Status = result.Status.ToString().ToLowerInvariant(),
            ExitCode = exitCode,
            Failure = result.Error is { } error ? new RunFailure(error.Stage, error.Kind, error.Message) : null,
            Seconds = result.Seconds,
        };
        Observers.End(report, Logger);
    }

    private void ReplaceLog(ErrorLog log)
    {
        _log.Dispose();
        _log = log;
    }

    private static string? Argument(ParseResult parsed, string option) =>
        parsed.CommandResult.Command.Options.FirstOrDefault(o => o.Name == option) is { } known
            && parsed.GetResult(known) is { Tokens: [.., var token] } ? token.Value : null;
}
