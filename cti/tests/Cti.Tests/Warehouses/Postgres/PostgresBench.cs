using Cti.Aws;
using Cti.Tests.Servers;
using Cti.Tests.Warehouses.Cases;
using Cti.Warehouses;
using Cti.Warehouses.DuckDb;
using Cti.Warehouses.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Cti.Tests.Warehouses.Postgres;

/// <summary>A database of one's own in a real PostgreSQL.</summary>
internal sealed class PostgresBench : WarehouseBench
{
    private PostgresBench(PostgresServer server, string database) => (Server, Database) = (server, database);

    public override string Kind => "postgres";

    public override SqlDialect Dialect => PostgresDialect.Instance;

    public PostgresServer Server { get; }

    public string Database { get; }

    /// <summary>The argument of <c>--warehouse</c>.</summary>
    public string Address => $"postgres://{Server.User}@{Server.Host}:{Server.Port}/{Database}";

    /// <summary>Makes it.</summary>
    /// <param name="package">The server's version, as <see cref="PostgresServer.SharedAsync"/> takes it.</param>
    public static async Task<WarehouseBench> OpenAsync(string package = "postgres")
    {
        PostgresServer server = await PostgresServer.SharedAsync(package);
        return new PostgresBench(server, await server.NewDatabaseAsync());
    }

    internal override IWarehouse Warehouse(TableNaming? naming = null) => Warehouse(naming, Server.User, Server.Password, Memory);

    /// <summary>The warehouse as another user, or with another memory bound.</summary>
    public PostgresWarehouse Warehouse(TableNaming? naming, string user, string password, long memoryBytes)
    {
        NpgsqlConnectionStringBuilder connection = PostgresAddress.Parse(Address, new PostgresSettings(Password: password));
        connection.Username = user;
        return new PostgresWarehouse(connection, naming ?? TableNaming.Default, new DuckDbOptions(memoryBytes, 2, Spill), Store, TimeProvider.System, NullLogger.Instance, new BackOff(5, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(2)));
    }

    public override Task<string[]> AskAsync(string sql) => Server.AskAsync(Database, sql);

    public override Task DoAsync(string sql) => Server.ExecuteAsync(Database, sql);

    public override async ValueTask DisposeAsync()
    {
        await Server.DropDatabaseAsync(Database);
        await base.DisposeAsync();
    }
}
