using System.Collections;
using System.Text;
using Cti.Cli.Resources;
using Cti.Telemetry;

namespace Cti.Cli;

/// <summary>What the process gives the program: its streams, environment, machine and clock. Tests give their own.</summary>
public sealed record Host
{
    /// <summary>Standard output: the result line, or the answer of the other verbs.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>Standard error: everything else.</summary>
    public required ErrorOutput Error { get; init; }

    /// <summary>The environment's variables.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>Memory, cores, folders.</summary>
    public Machine Machine { get; init; } = new();

    /// <summary>The time.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Airflow's XCom file: written where its folder exists.</summary>
    public string XComFile { get; init; } = "/airflow/xcom/return.json";

    /// <summary>Columns of help texts: the terminal's, or 100 for a file. Asked late: to look at the terminal changes its mode.</summary>
    public Func<int> HelpWidth { get; init; } = () => 100;

    /// <summary>Columns of the terminal at this moment, for a progress bar. Default 80.</summary>
    public Func<int> TerminalWidth { get; init; } = () => 80;

    /// <summary>Whether levels and bars are coloured: on a terminal, unless NO_COLOR is set (no-color.org).</summary>
    public bool Colour => Error.IsTerminal && string.IsNullOrEmpty(Environment.GetValueOrDefault("NO_COLOR"));

    /// <summary>This process's own.</summary>
    public static Host OfProcess()
    {
        // UTF-8 whatever the locale says: the result is JSON.
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var output = new StreamWriter(Console.OpenStandardOutput(), utf8) { NewLine = "\n" };
        // Lines and the drawing of a bar come from different threads.
        TextWriter error = TextWriter.Synchronized(new StreamWriter(Console.OpenStandardError(), utf8) { NewLine = "\n", AutoFlush = true });
        Dictionary<string, string> environment = System.Environment.GetEnvironmentVariables()
            .Cast<DictionaryEntry>()
            .ToDictionary(v => (string)v.Key, v => (string?)v.Value ?? string.Empty, StringComparer.Ordinal);
        bool terminal = !Console.IsErrorRedirected && environment.GetValueOrDefault("TERM") is not (null or "dumb");
        return new Host
        {
            Output = output,
            Error = new ErrorOutput(error, terminal),
            Environment = environment,
            HelpWidth = () => Console.IsOutputRedirected ? 100 : Math.Clamp(Console.WindowWidth, 60, 160),
            TerminalWidth = () => Console.WindowWidth is > 0 and var width ? width : 80,
        };
    }
}
