using Cti.Aws;
using Cti.Warehouses.Redshift.DataApi;
using Microsoft.Extensions.Logging;

namespace Cti.Warehouses.Redshift;

/// <summary>A database that statements are sent to, and the patience with it.</summary>
internal sealed class RedshiftSession : IDisposable
{
    private readonly RedshiftDataClient _client;

    /// <summary>Makes it; nothing is sent yet.</summary>
    /// <param name="settings">Where, and as whom.</param>
    /// <param name="environment">Looks a variable up.</param>
    /// <param name="clock">Waits by it.</param>
    /// <param name="logger">Told of retries, and of settings that are of no use.</param>
    /// <param name="backOff">How patient it is.</param>
    /// <exception cref="Failures.CtiException">Usage: the settings do not say where.</exception>
    public RedshiftSession(RedshiftSettings settings, Func<string, string?> environment, TimeProvider clock, ILogger logger, BackOff backOff)
    {
        RedshiftAddress address = RedshiftAddress.Of(settings);
        foreach (string warning in address.Warnings)
            Telemetry.LogMessages.SettingUnused(logger, warning);
        (Target, Clock, Logger, BackOff) = (address.Target, clock, logger, backOff);
        AwsAccess access = settings.Access with { Region = settings.Access.Region ?? address.Region };
        AwsConnection connection = AwsConnection.Resolve(access, RedshiftDataClient.Service, environment, AwsConnection.ProfileRegion);
        Place = $"redshift://{Target.WorkgroupName ?? Target.ClusterIdentifier}.{connection.Region}/{Target.Database}";
        _client = new RedshiftDataClient(access, connection, new AwsClientOptions
        {
            BackOff = backOff,
            Clock = clock,
            Random = Random,
            Retrying = (operation, retry, reason) => Telemetry.LogMessages.CallRetried(logger, operation, Name, retry, reason),
        });
        Runner = new StatementRunner(_client, Target, clock, logger);
    }

    /// <summary>The database.</summary>
    public DataApiTarget Target { get; }

    /// <summary>The database, for messages.</summary>
    public string Name => $"redshift {Target}";

    /// <summary>The database and its region, told from every other.</summary>
    public string Place { get; }

    /// <summary>Runs statements.</summary>
    public StatementRunner Runner { get; }

    /// <summary>Waits by it.</summary>
    public TimeProvider Clock { get; }

    /// <summary>The log.</summary>
    public ILogger Logger { get; }

    /// <summary>How often a call, and a load's transaction, is tried again.</summary>
    public BackOff BackOff { get; }

    /// <summary>Spreads the waits.</summary>
    public Random Random { get; } = new();

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();
}
