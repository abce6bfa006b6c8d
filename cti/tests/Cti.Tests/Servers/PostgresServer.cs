using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Cti.Tests.Servers;

/// <summary>A real PostgreSQL server on a loopback port, one a version for the whole test process; it ends with the process, however that ends.</summary>
/// <remarks>A test takes a database of its own, so that tests run beside each other.</remarks>
internal sealed class PostgresServer
{
    private const string Nobody = "65534";

    // The shell ends the server when its standard input ends, which is when this process does, even by SIGKILL; then its data go.
    private const string Script =
        "exec 3<&0; \"$@\" </dev/null >\"$0.log\" 2>&1 & child=$!; "
        + "(read -r _ <&3; kill -INT $child; while kill -0 $child; do sleep 0.1; done; rm -rf \"$0\" \"$0.log\") 2>/dev/null & wait $child";

    private static readonly ConcurrentDictionary<string, Lazy<Task<PostgresServer>>> s_shared = new();

    // Held for as long as the server is wanted: its standard input, once collected, would end it.
    private readonly Process _process;

    private PostgresServer(Process process, string binaries, int port, string password) => (_process, Binaries, Port, Password) = (process, binaries, port, password);

    /// <summary>The user that owns everything.</summary>
    public string User { get; } = "postgres";

    /// <summary>Its password; the server asks for it.</summary>
    public string Password { get; }

    public string Host { get; } = "127.0.0.1";

    public int Port { get; }

    /// <summary>The folder of the server's programs.</summary>
    public string Binaries { get; }

    /// <summary>Whether it still runs.</summary>
    public bool IsRunning => !_process.HasExited;

    /// <summary>The server of this test process, started at the first call.</summary>
    /// <param name="package"><c>postgres</c>, a current version, or <c>postgres-13</c>, the oldest that is supported.</param>
    public static Task<PostgresServer> SharedAsync(string package = "postgres") =>
        s_shared.GetOrAdd(package, p => new Lazy<Task<PostgresServer>>(() => StartAsync(p))).Value;

    /// <summary>Starts a server of one's own, on a given port or any.</summary>
    /// <param name="package">As for <see cref="SharedAsync"/>.</param>
    /// <param name="port">0 for any that is free.</param>
    /// <param name="options">Further settings of the server, as <c>fsync=on</c>; by default it does not wait for the disk.</param>
    public static async Task<PostgresServer> StartAsync(string package = "postgres", int port = 0, params string[] options)
    {
        string binaries = await PostgresBinaries.FindAsync(package);
        string password = "pg-" + Guid.NewGuid().ToString("N");
        string data = Path.Combine(Path.GetTempPath(), "cti-pg-" + Guid.NewGuid().ToString("N"));
        string passwordFile = data + ".pw";
        await File.WriteAllTextAsync(passwordFile, password);
        Directory.CreateDirectory(data);
        if (Environment.IsPrivilegedProcess)
            await PostgresBinaries.RunAsync("chown", [$"{Nobody}:{Nobody}", data, passwordFile]);
        await RunAsync([Path.Combine(binaries, "initdb"), "-D", data, "-U", "postgres", "-E", "UTF8", "--locale=C", "--auth=scram-sha-256", "--pwfile=" + passwordFile, "--no-sync"]);
        File.Delete(passwordFile);

        port = port == 0 ? FreePort() : port;
        string[] settings = ["listen_addresses=127.0.0.1", "unix_socket_directories=", $"port={port}", "fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=100", .. options];
        string[] command = [Path.Combine(binaries, "postgres"), "-D", data, .. settings.SelectMany(s => new[] { "-c", s })];
        ProcessStartInfo start = new("sh", ["-c", Script, data, .. AsAllowed(command)]) { RedirectStandardInput = true };
        PostgresServer server = new(Process.Start(start)!, binaries, port, password);
        await server.WaitAsync(data + ".log");
        return server;
    }

    /// <summary>How to connect to a database, for Npgsql.</summary>
    public string ConnectionString(string database = "postgres") => new NpgsqlConnectionStringBuilder
    {
        Host = Host,
        Port = Port,
        Username = User,
        Password = Password,
        Database = database,
        Pooling = false,
        IncludeErrorDetail = true,
    }.ConnectionString;

    /// <summary>A new empty database; nobody else uses it.</summary>
    public async Task<string> NewDatabaseAsync()
    {
        string name = "t" + Guid.NewGuid().ToString("N")[..12];
        await ExecuteAsync("postgres", $"CREATE DATABASE {name}");
        return name;
    }

    /// <summary>Drops a database, throwing out who is in it.</summary>
    public Task DropDatabaseAsync(string name) => ExecuteAsync("postgres", $"DROP DATABASE IF EXISTS {name} WITH (FORCE)");

    /// <summary>Runs statements.</summary>
    public async Task ExecuteAsync(string database, string sql)
    {
        await using NpgsqlConnection connection = new(ConnectionString(database));
        await connection.OpenAsync();
        await using NpgsqlCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Tests give the SQL.
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The answer to a query, a line a row, values with a bar between; <c>∅</c> for NULL.</summary>
    public async Task<string[]> AskAsync(string database, string sql)
    {
        await using NpgsqlConnection connection = new(ConnectionString(database));
        await connection.OpenAsync();
        await using NpgsqlCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Tests give the SQL.
        command.CommandText = sql;
#pragma warning restore CA2100
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        List<string> lines = [];
        while (await reader.ReadAsync())
            lines.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "∅" : Text(reader.GetValue(i)))));
        return [.. lines];
    }

    private static string Text(object value) => value switch
    {
        DateTime time => time.TimeOfDay == TimeSpan.Zero ? time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : time.ToString("yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    private static string[] AsAllowed(string[] command) =>
        Environment.IsPrivilegedProcess ? ["setpriv", $"--reuid={Nobody}", $"--regid={Nobody}", "--clear-groups", .. command] : command;

    private static Task<string> RunAsync(string[] command)
    {
        string[] allowed = AsAllowed(command);
        return PostgresBinaries.RunAsync(allowed[0], allowed[1..]);
    }

    private async Task WaitAsync(string log)
    {
        Stopwatch waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await using NpgsqlConnection connection = new(ConnectionString());
                await connection.OpenAsync();
                return;
            }
            catch (NpgsqlException e) when (IsRunning && waited.Elapsed < TimeSpan.FromSeconds(60))
            {
                _ = e;
                await Task.Delay(50);
            }
            catch (NpgsqlException e)
            {
                _process.StandardInput.Close();
                throw new InvalidOperationException($"PostgreSQL did not start: {(File.Exists(log) ? await File.ReadAllTextAsync(log) : "no log")}", e);
            }
        }
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
