using Cti.Aws;
using Cti.Telemetry;
using Cti.Warehouses.Glue.Api;
using Microsoft.Extensions.Logging;

namespace Cti.Warehouses.Glue;

/// <summary>A database of the catalogue, and the services that know it.</summary>
internal sealed class GlueSession : IDisposable
{
    /// <summary>Makes it; nothing is sent yet.</summary>
    /// <param name="settings">Where, and as whom.</param>
    /// <param name="naming">The database as <see cref="TableNaming.Schema"/>, and the table.</param>
    /// <param name="environment">Looks a variable up.</param>
    /// <param name="clock">Waits by it.</param>
    /// <param name="logger">Told of retries.</param>
    /// <param name="backOff">How patient it is.</param>
    /// <exception cref="Failures.CtiException">Usage: no database is named.</exception>
    public GlueSession(GlueSettings settings, TableNaming naming, Func<string, string?> environment, TimeProvider clock, ILogger logger, BackOff backOff)
    {
        (Naming, Clock, Logger) = (GlueAddress.Resolve(settings, naming), clock, logger);
        AwsClientOptions options = new() { BackOff = backOff, Clock = clock, Retrying = (operation, retry, reason) => logger.CallRetried(operation, Name, retry, reason) };
        AwsConnection Connection(AwsJsonService service) => AwsConnection.Resolve(settings.Access, service, environment, AwsConnection.ProfileRegion);
        AwsConnection catalogue = Connection(GlueClient.Service);
        Place = $"glue:{Database}, {catalogue.Region}";
        Glue = new GlueClient(settings.Access, catalogue, options);
        Athena = new AthenaClient(settings.Access, Connection(AthenaClient.Service), options, settings.Workgroup);
    }

    /// <summary>The database, in lower case.</summary>
    public string Database => Naming.Schema!;

    /// <summary>The database, for messages.</summary>
    public string Name => $"glue database {Database}";

    /// <summary>The database and its region, told from every other.</summary>
    public string Place { get; }

    /// <summary>The database and the table's name.</summary>
    public TableNaming Naming { get; }

    /// <summary>The catalogue.</summary>
    public GlueClient Glue { get; }

    /// <summary>What runs queries over it.</summary>
    public AthenaClient Athena { get; }

    /// <summary>Waits by it.</summary>
    public TimeProvider Clock { get; }

    /// <summary>The log.</summary>
    public ILogger Logger { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Glue.Dispose();
        Athena.Dispose();
    }
}
