using System.CommandLine;
using System.Globalization;

namespace Cti.RedshiftSimulator;

/// <summary>The program's options.</summary>
internal sealed class SimulatorCommand : RootCommand
{
    private readonly Option<string> _address = new("--address") { Description = "Address to listen on; 0.0.0.0 inside a container.", DefaultValueFactory = _ => "127.0.0.1" };
    private readonly Option<int> _port = new("--port") { Description = "Port to listen on; 0 for any.", DefaultValueFactory = _ => 8080 };
    private readonly Option<string?> _postgres = new("--postgres") { Description = "PostgreSQL 15 or later, as 'Host=127.0.0.1;Username=postgres;Password=…'. Default: the variable CTI_SIMULATOR_POSTGRES, which keeps the password off the command line." };
    private readonly Option<string?> _s3 = new("--s3") { Description = "The S3 that COPY reads, as http://127.0.0.1:9000; its keys are AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY. Default: AWS_ENDPOINT_URL_S3." };
    private readonly Option<string[]> _keys = new("--key") { Description = "A key to accept, as ID:SECRET, any number of times. Default: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY." };
    private readonly Option<string?> _region = new("--region") { Description = "The region that signatures must name; default: any." };
    private readonly Option<double> _token = Seconds("--token-seconds", "How long a ClientToken stands for its first statement.", TimeSpan.FromHours(8).TotalSeconds);
    private readonly Option<double> _submitted = Seconds("--submitted-seconds", "How long a statement stays SUBMITTED.", 0);
    private readonly Option<double> _picked = Seconds("--picked-seconds", "How long it then stays PICKED.", 0);
    private readonly Option<double> _started = Seconds("--started-seconds", "How long it is STARTED before its SQL runs.", 0);

    public SimulatorCommand()
        : base("The Redshift Data API over a PostgreSQL server, for tests and local development.")
    {
        foreach (Option option in (Option[])[_address, _port, _postgres, _s3, _keys, _region, _token, _submitted, _picked, _started])
            Options.Add(option);
        SetAction(RunAsync);
    }

    private static Option<double> Seconds(string name, string description, double given) => new(name) { Description = description, DefaultValueFactory = _ => given };

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        (string Id, string Secret)? own = Environment.GetEnvironmentVariable("AWS_ACCESS_KEY_ID") is { Length: > 0 } id && Environment.GetEnvironmentVariable("AWS_SECRET_ACCESS_KEY") is { Length: > 0 } secret ? (id, secret) : null;
        string? postgres = arguments.GetValue(_postgres) ?? Environment.GetEnvironmentVariable("CTI_SIMULATOR_POSTGRES");
        string? s3 = arguments.GetValue(_s3) ?? Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL_S3");
        SimulatorKey[] keys = [.. (arguments.GetValue(_keys) ?? []).Select(k => k.Split(':', 2)).Where(k => k.Length == 2).Select(k => new SimulatorKey(k[0], k[1]))];
        if (keys.Length == 0 && own is { } given)
            keys = [new SimulatorKey(given.Id, given.Secret)];
        if (postgres is null || keys.Length == 0)
        {
            await Console.Error.WriteLineAsync(postgres is null ? "Give --postgres or set CTI_SIMULATOR_POSTGRES." : "Give --key ID:SECRET, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.");
            return 2;
        }

        await using DataApiSimulator simulator = await DataApiSimulator.StartAsync(
            new SimulatorOptions
            {
                Address = arguments.GetValue(_address)!,
                Port = arguments.GetValue(_port),
                Postgres = postgres,
                S3 = s3 is null || own is not { } s3Key ? null : new SimulatorS3(s3, s3Key.Id, s3Key.Secret, arguments.GetValue(_region) ?? "us-east-1"),
                Keys = keys,
                Region = arguments.GetValue(_region),
                TokenSuppression = TimeSpan.FromSeconds(arguments.GetValue(_token)),
                SubmittedDelay = TimeSpan.FromSeconds(arguments.GetValue(_submitted)),
                PickedDelay = TimeSpan.FromSeconds(arguments.GetValue(_picked)),
                StartedDelay = TimeSpan.FromSeconds(arguments.GetValue(_started)),
            },
            cancellationToken);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"listening on {simulator.Endpoint}"));
        await simulator.WaitForShutdownAsync(cancellationToken);
        return 0;
    }
}
