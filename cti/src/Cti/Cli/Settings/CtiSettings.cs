using Cti.Cli.Resources;

namespace Cti.Cli.Settings;

/// <summary>The settings, bound once and valid. Every one may be null: not set.</summary>
public sealed record CtiSettings
{
    /// <summary>AWS access key id; null for the default credential chain.</summary>
    public string? AccessKey { get; private init; }

    /// <summary>AWS secret access key. Secret.</summary>
    public string? SecretKey { get; private init; }

    /// <summary>AWS session token of temporary keys. Secret.</summary>
    public string? SessionToken { get; private init; }

    /// <summary>AWS region.</summary>
    public string? Region { get; private init; }

    /// <summary>Address of an S3-compatible store.</summary>
    public Uri? EndpointUrl { get; private init; }

    /// <summary>Cores of the container.</summary>
    public decimal? Cpus { get; private init; }

    /// <summary>Memory of the container in bytes, for the orchestrator.</summary>
    public long? Mem { get; private init; }

    /// <summary>Size of the container's /dev/shm in bytes, for the orchestrator.</summary>
    public long? ShmSize { get; private init; }

    /// <summary>Role ARN for Redshift's COPY, or <c>default</c>.</summary>
    public string? Iam { get; private init; }

    /// <summary>Schema of the tables.</summary>
    public string? Schema { get; private init; }

    /// <summary>Table name in place of the dataset's own.</summary>
    public string? Table { get; private init; }

    /// <summary>Host of PostgreSQL.</summary>
    public string? Hostname { get; private init; }

    /// <summary>Port of PostgreSQL.</summary>
    public int? Port { get; private init; }

    /// <summary>Database.</summary>
    public string? Database { get; private init; }

    /// <summary>User of PostgreSQL.</summary>
    public string? Username { get; private init; }

    /// <summary>Password of PostgreSQL. Secret.</summary>
    public string? Password { get; private init; }

    /// <summary>ARN of the secret that holds the Redshift user.</summary>
    public string? SecretArn { get; private init; }

    /// <summary>Redshift Serverless workgroup.</summary>
    public string? Workgroup { get; private init; }

    /// <summary>Redshift cluster.</summary>
    public string? Cluster { get; private init; }

    /// <summary>Key of the keyed hashes. Secret.</summary>
    public string? Pepper { get; private init; }

    /// <summary>Name of the pepper's version.</summary>
    public string? PepperVersion { get; private init; }

    /// <summary>Binds settings that have been found valid.</summary>
    /// <exception cref="FormatException">They were not.</exception>
    public static CtiSettings Of(MergedSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new CtiSettings
        {
            AccessKey = settings.Text("access_key"),
            SecretKey = settings.Text("secret_key"),
            SessionToken = settings.Text("session_token"),
            Region = settings.Text("region"),
            EndpointUrl = settings.Text("endpoint_url") is { } address ? new Uri(address) : null,
            Cpus = Number(settings, "cpus"),
            Mem = Size(settings, "mem"),
            ShmSize = Size(settings, "shm_size"),
            Iam = settings.Text("iam"),
            Schema = settings.Text("schema"),
            Table = settings.Text("table"),
            Hostname = settings.Text("hostname"),
            Port = (int?)Number(settings, "port"),
            Database = settings.Text("database"),
            Username = settings.Text("username"),
            Password = settings.Text("password"),
            SecretArn = settings.Text("secret_arn"),
            Workgroup = settings.Text("workgroup"),
            Cluster = settings.Text("cluster"),
            Pepper = settings.Text("pepper"),
            PepperVersion = settings.Text("pepper_version"),
        };
    }

    private static decimal? Number(MergedSettings settings, string name) => settings.Text(name) is { } text ? SettingKeys.Number(text) : null;

    private static long? Size(MergedSettings settings, string name) =>
        settings.Text(name) is not { } text ? null
        : MemorySize.TryParseDocker(text, out long bytes) ? bytes
        : throw new FormatException($"The setting {name} was not validated.");

    /// <summary>Nothing but the type's name: a record's own text would show the secrets.</summary>
    public override string ToString() => nameof(CtiSettings);
}
