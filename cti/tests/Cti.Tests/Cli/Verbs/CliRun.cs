using System.Text.Json.Nodes;
using Cti.Cli;
using Cti.Telemetry;

namespace Cti.Tests.Cli.Verbs;

/// <summary>Runs command lines in this process, as Program would, and keeps what came out.</summary>
internal sealed class CliRun : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public CliRun() => Directory.CreateDirectory(_folder.At("airflow/xcom"));

    public Dictionary<string, string> Environment { get; } = [];

    public FakeParts Parts { get; } = new();

    public FakeClock Clock { get; } = new();

    public string Folder => _folder.Path;

    public string Output { get; private set; } = string.Empty;

    public string Error { get; private set; } = string.Empty;

    public string XComFile => _folder.At("airflow/xcom/return.json");

    /// <summary>The one line that a data verb printed.</summary>
    public JsonObject Result
    {
        get
        {
            Assert.Equal('\n', Output[^1]);
            return JsonNode.Parse(Assert.Single(Output[..^1].Split('\n')))!.AsObject();
        }
    }

    public string LastErrorLine => Error.TrimEnd('\n').Split('\n')[^1];

    public string At(string relative) => _folder.At(relative);

    public string Write(string relative, string content) => _folder.Write(relative, content);

    public async Task<int> RunAsync(params string[] arguments) => await RunAsync(CancellationToken.None, arguments);

    public async Task<int> RunAsync(CancellationToken terminated, params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var host = new Host
        {
            Output = output,
            Error = new ErrorOutput(error, isTerminal: false),
            Environment = Environment,
            Clock = Clock,
            XComFile = XComFile,
        };
        using var session = new Session(host);
        int exitCode;
        try
        {
            exitCode = await CommandLine.RunAsync(session, Parts, arguments, terminated);
        }
        catch (Exception failure)
        {
            exitCode = session.Fail(failure, terminated.IsCancellationRequested);
        }

        Output = output.ToString();
        Error = error.ToString();
        return exitCode;
    }

    public void Dispose() => _folder.Dispose();
}
