namespace Cti.Tests.Servers;

/// <summary>The servers that the warehouse's tests stand on.</summary>
public sealed class PostgresServerTests
{
    [Theory]
    [InlineData("postgres", 15)]
    [InlineData("postgres-13", 13)]
    public async Task SharedAsync_EachVersion_AnswersFromADatabaseOfItsOwn(string package, int version)
    {
        PostgresServer server = await PostgresServer.SharedAsync(package);
        string database = await server.NewDatabaseAsync();

        await server.ExecuteAsync(database, "CREATE TABLE t (a int, b text); INSERT INTO t VALUES (1, 'é'), (2, NULL)");

        Assert.Equal(["1|é", "2|∅"], await server.AskAsync(database, "SELECT * FROM t ORDER BY a"));
        int found = int.Parse((await server.AskAsync(database, "SHOW server_version_num"))[0], null) / 10_000;
        Assert.True(package == "postgres" ? found >= version : found == version, $"version {found}");
        await server.DropDatabaseAsync(database);
    }
}
