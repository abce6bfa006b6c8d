using System.Globalization;
using Cti.Failures;
using Npgsql;

namespace Cti.Warehouses.Postgres;

/// <summary>How a <c>--warehouse</c> argument and the settings become a connection.</summary>
/// <remarks>What the argument says wins over the settings. The password comes from the settings or, as for every client of PostgreSQL,
/// from <c>PGPASSWORD</c> or a password file: arguments are seen in process lists, so there it is refused.</remarks>
public static class PostgresAddress
{
    /// <summary>The argument that takes all from the settings.</summary>
    public const string Plain = "postgres";

    private const int ConnectSeconds = 15;
    private const int KeepAliveSeconds = 30;
    private const int WriteBufferBytes = 64 * 1024;
    private static readonly string[] Schemes = ["postgres", "postgresql"];

    /// <summary>Whether an argument means PostgreSQL.</summary>
    public static bool IsMeant(string argument)
    {
        ArgumentNullException.ThrowIfNull(argument);
        return argument.Equals(Plain, StringComparison.OrdinalIgnoreCase) || Schemes.Any(s => argument.StartsWith(s + ":", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The connection's parameters.</summary>
    /// <param name="argument"><c>postgres</c> or <c>postgres://user@host:port/database?sslmode=…</c>.</param>
    /// <param name="settings">What the argument does not say.</param>
    /// <exception cref="CtiException">Usage: host or database is missing, a parameter is not known, or the argument holds a password.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string argument, PostgresSettings settings)
    {
        ArgumentNullException.ThrowIfNull(argument);
        ArgumentNullException.ThrowIfNull(settings);
        NpgsqlConnectionStringBuilder connection = new()
        {
            ApplicationName = "cti",
            Pooling = false,
            Timeout = ConnectSeconds,
            // A load takes as long as it takes; what bounds it is the caller's cancellation.
            CommandTimeout = 0,
            KeepAlive = KeepAliveSeconds,
            TcpKeepAlive = true,
            WriteBufferSize = WriteBufferBytes,
        };
        if (settings.Hostname is { } host)
            connection.Host = host;
        if (settings.Port is { } port)
            connection.Port = port;
        if (settings.Username is { } user)
            connection.Username = user;
        if (settings.Database is { } database)
            connection.Database = database;
        if (settings.Password is { } password)
            connection.Password = password;
        if (!argument.Equals(Plain, StringComparison.OrdinalIgnoreCase))
            Apply(UrlOf(argument), connection);
        return Complete(connection);
    }

    private static Uri UrlOf(string argument)
    {
        if (!Uri.TryCreate(argument, UriKind.Absolute, out Uri? url) || !argument.Contains("://", StringComparison.Ordinal) || url.Fragment.Length > 0)
            throw CtiException.Usage("settings", "--warehouse is no address of PostgreSQL: give it as postgres://user@host:5432/database, with other characters than letters and digits as %XX.");
        if (url.UserInfo.Contains(':', StringComparison.Ordinal))
        {
            throw CtiException.Usage(
                "settings",
                "--warehouse holds a password, which every user of this machine can read in the list of processes: leave it out and give it as CTI_PASSWORD, as the setting 'password', or as PGPASSWORD.");
        }

        return url;
    }

    private static void Apply(Uri url, NpgsqlConnectionStringBuilder connection)
    {
        if (url.Host.Length > 0)
            connection.Host = url.Host.Trim('[', ']');
        if (url.Port > 0)
            connection.Port = url.Port;
        if (url.UserInfo.Length > 0)
            connection.Username = Uri.UnescapeDataString(url.UserInfo);
        if (url.AbsolutePath.Trim('/').Length > 0)
            connection.Database = Uri.UnescapeDataString(url.AbsolutePath.Trim('/'));
        foreach (string parameter in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = parameter.Split('=', 2);
            Apply(parts[0], parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "", connection);
        }
    }

    private static void Apply(string name, string value, NpgsqlConnectionStringBuilder connection)
    {
        switch (name)
        {
            case "sslmode" when Enum.TryParse(value.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out SslMode mode) && Enum.IsDefined(mode):
                connection.SslMode = mode;
                break;
            case "sslmode":
                throw CtiException.Usage("settings", $"--warehouse: sslmode={value} is not one of disable, allow, prefer, require, verify-ca, verify-full.");
            case "sslrootcert":
                connection.RootCertificate = value;
                break;
            case "application_name":
                connection.ApplicationName = value;
                break;
            case "connect_timeout" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds):
                connection.Timeout = seconds;
                break;
            case "password":
                throw CtiException.Usage("settings", "--warehouse holds a password: leave it out and give it as CTI_PASSWORD, as the setting 'password', or as PGPASSWORD.");
            default:
                throw CtiException.Usage("settings", $"--warehouse: there is no parameter '{name}' with such a value; sslmode, sslrootcert, application_name and connect_timeout (seconds) are there.");
        }
    }

    private static NpgsqlConnectionStringBuilder Complete(NpgsqlConnectionStringBuilder connection)
    {
        string? missing = string.IsNullOrEmpty(connection.Host) ? "host" : string.IsNullOrEmpty(connection.Username) && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("PGUSER")) ? "user" : null;
        if (missing is not null)
        {
            string setting = missing == "host" ? "hostname" : "username";
            throw CtiException.Usage("settings", $"--warehouse postgres needs a {missing}: say postgres://user@host:5432/database, or set '{setting}' (CTI_{setting.ToUpperInvariant()}).");
        }

        // As PostgreSQL's own clients have it.
        if (string.IsNullOrEmpty(connection.Database))
            connection.Database = connection.Username ?? Environment.GetEnvironmentVariable("PGUSER");
        return connection;
    }
}
