using Cti.Failures;
using Cti.Warehouses.Postgres;
using Npgsql;

namespace Cti.Tests.Warehouses.Postgres;

public sealed class PostgresAddressTests
{
    private static readonly PostgresSettings Settings = new("settings.host", 6000, "settings_db", "settings_user", "planted-password");

    [Fact]
    public void Parse_Plain_TakesAllFromTheSettings()
    {
        NpgsqlConnectionStringBuilder connection = PostgresAddress.Parse("postgres", Settings);

        Assert.Equal(("settings.host", 6000, "settings_db", "settings_user", "planted-password"), (connection.Host, connection.Port, connection.Database, connection.Username, connection.Password));
    }

    [Fact]
    public void Parse_Url_WinsOverTheSettingsWhichGiveTheRest()
    {
        NpgsqlConnectionStringBuilder connection = PostgresAddress.Parse("postgres://u%40x@[::1]:5433/my%20db?sslmode=verify-full&connect_timeout=3", Settings);

        Assert.Equal(("::1", 5433, "my db", "u@x", "planted-password"), (connection.Host, connection.Port, connection.Database, connection.Username, connection.Password));
        Assert.Equal((SslMode.VerifyFull, 3), (connection.SslMode, connection.Timeout));
    }

    [Theory]
    [InlineData("postgresql://h/d", "h", 6000, "d")]
    [InlineData("POSTGRES://h", "h", 6000, "settings_db")]
    public void Parse_PartsOfAUrl_LeaveTheRestToTheSettings(string argument, string host, int port, string database)
    {
        NpgsqlConnectionStringBuilder connection = PostgresAddress.Parse(argument, Settings);

        Assert.Equal((host, port, database), (connection.Host, connection.Port, connection.Database));
    }

    [Fact]
    public void Parse_NoDatabase_IsTheUsersOwnAsEverywhere() =>
        Assert.Equal("u", PostgresAddress.Parse("postgres://u@h", new PostgresSettings()).Database);

    [Theory]
    [InlineData("postgres://u:hush-hush@h/d", "CTI_PASSWORD")]
    [InlineData("postgres://u@h/d?password=hush-hush", "PGPASSWORD")]
    [InlineData("postgres://u@h/d?sslmode=maybe", "verify-full")]
    [InlineData("postgres://u@h/d?host=other", "'host'")]
    [InlineData("postgres:h/d", "postgres://user@host")]
    public void Parse_WhatCannotBe_IsUsageSayingWhatToDo(string argument, string expected)
    {
        CtiException e = Assert.Throws<CtiException>(() => PostgresAddress.Parse(argument, Settings));

        Assert.Equal(FailureKind.Usage, e.Kind);
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("planted", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "u", "CTI_HOSTNAME")]
    [InlineData("h", null, "CTI_USERNAME")]
    public void Parse_MissingSetting_IsUsageNamingIt(string? host, string? user, string expected)
    {
        CtiException e = Assert.Throws<CtiException>(() => PostgresAddress.Parse("postgres", new PostgresSettings(host, Username: user)));

        Assert.Equal(FailureKind.Usage, e.Kind);
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }
}
