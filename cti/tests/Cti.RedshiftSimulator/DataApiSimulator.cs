using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Cti.RedshiftSimulator;

/// <summary>The Redshift Data API over a real PostgreSQL server, on an HTTP port of this process.</summary>
public sealed class DataApiSimulator : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly StatementStore _store;
    private readonly StatementRunner _runner;
    private readonly CopyStore? _copies;
    private readonly CallLog _calls = new();

    private DataApiSimulator(SimulatorOptions options)
    {
        Faults = new FaultList(options.Faults);
        _store = new StatementStore(options);
        _copies = options.S3 is null ? null : new CopyStore(options.S3, options.ScratchFolder);
        _runner = new StatementRunner(options, new CopyRunner(options, _copies));
        DataApiEndpoint api = new(new SignatureVerifier(options), new Operations(options, _store, _runner), Faults, _calls);
        ControlEndpoint control = new(this);

        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Parse(options.Address), options.Port));
        _server = builder.Build();
        _server.Run(async context =>
        {
            if (!await control.TryHandleAsync(context))
                await api.HandleAsync(context);
        });
    }

    /// <summary>Where it listens, as <c>http://127.0.0.1:40001</c>: what <c>AWS_ENDPOINT_URL_REDSHIFT_DATA</c> takes.</summary>
    public string Endpoint { get; private set; } = "";

    /// <summary>The faults still to come.</summary>
    public FaultList Faults { get; }

    /// <summary>Every statement taken, the newest first.</summary>
    public IReadOnlyList<SimulatedStatement> Statements => [.. _store.All.Select(s => s.Read(Shown))];

    /// <summary>The operations that were called with a good signature, in order; also calls that then met a fault.</summary>
    public IReadOnlyList<string> Calls => _calls.All;

    /// <summary>Starts one.</summary>
    /// <exception cref="ArgumentException">No keys were given.</exception>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<DataApiSimulator> StartAsync(SimulatorOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Keys.Count == 0)
            throw new ArgumentException("at least one access key has to be accepted", nameof(options));
        DataApiSimulator simulator = new(options);
        await simulator._server.StartAsync(cancellationToken);
        simulator.Endpoint = simulator._server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return simulator;
    }

    /// <summary>Forgets the calls counted so far.</summary>
    public void ClearCalls() => _calls.Clear();

    /// <summary>Completes when the process is asked to end, or the token is cancelled.</summary>
    public Task WaitForShutdownAsync(CancellationToken cancellationToken) => _server.WaitForShutdownAsync(cancellationToken);

    /// <summary>Stops listening, aborts what runs and waits for it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _runner.DisposeAsync();
        await _server.StopAsync(new CancellationToken(canceled: true));
        await _server.DisposeAsync();
        _copies?.Dispose();
    }

    private static SimulatedStatement Shown(Statement statement) => new(
        statement.Id, statement.Request.Name, statement.Request.Token, statement.Status, statement.Error, statement.Request.Database, statement.Request.Sqls, statement.CreatedAt);
}
