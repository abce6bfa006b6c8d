using Cti.Tests.Servers;
using static Cti.Tests.Servers.FaultyProxy;

namespace Cti.Tests.ObjectStores.S3;

/// <summary>The SDK's default chain as a container finds it, in a process of its own: the SDK keeps what it found first.</summary>
public sealed class S3CredentialChainTests : S3TestCase, IDisposable
{
    private const int NothingToDo = 99;

    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Program_WebIdentity_AssumesTheRoleAndSignsWithItsKeys()
    {
        Assert.True(Moto.IsOwn, "needs moto, whose STS takes any token");
        await using FaultyProxy proxy = new(Moto.Endpoint);

        await LookAsync(NothingToDo, new()
        {
            ["AWS_ENDPOINT_URL"] = proxy.Endpoint,
            ["AWS_REGION"] = "eu-central-1",
            ["AWS_ROLE_ARN"] = "arn:aws:iam::123456789012:role/etl",
            ["AWS_WEB_IDENTITY_TOKEN_FILE"] = _scratch.File("token", "a.b.c"),
        });

        string[] requests = [.. proxy.Requests];
        Assert.StartsWith("POST / ", requests[0], StringComparison.Ordinal);
        Assert.Contains("Credential=ASIA", requests[^1], StringComparison.Ordinal);
        Assert.Contains("/eu-central-1/s3/", requests[^1], StringComparison.Ordinal);
        Assert.Contains("x-amz-security-token:", requests[^1], StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Program_TaskRole_TakesTheContainersKeys()
    {
        await using FaultyProxy proxy = new(Moto.Endpoint);
        proxy.Fail(r => r.StartsWith("GET /role", StringComparison.Ordinal), Fault.Json(
            """{"AccessKeyId":"ASIATASKROLE","SecretAccessKey":"s","Token":"t","Expiration":"2999-01-01T00:00:00Z","RoleArn":"arn:aws:iam::123456789012:role/task"}"""));

        await LookAsync(NothingToDo, new() { ["AWS_ENDPOINT_URL_S3"] = proxy.Endpoint, ["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = proxy.Endpoint + "/role" });

        Assert.Contains("Credential=ASIATASKROLE", proxy.Requests.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Program_Profile_TakesItsKeysAndRegion()
    {
        await using FaultyProxy proxy = new(Moto.Endpoint);

        await LookAsync(NothingToDo, new()
        {
            ["AWS_ENDPOINT_URL_S3"] = proxy.Endpoint,
            ["AWS_PROFILE"] = "etl",
            ["AWS_SHARED_CREDENTIALS_FILE"] = _scratch.File("credentials", "[etl]\naws_access_key_id = AKIAPROFILE\naws_secret_access_key = s\n"),
            ["AWS_CONFIG_FILE"] = _scratch.File("config", "[profile etl]\nregion = eu-north-1\n"),
        });

        Assert.Contains("Credential=AKIAPROFILE", proxy.Requests.Last(), StringComparison.Ordinal);
        Assert.Contains("/eu-north-1/s3/", proxy.Requests.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Program_NoCredentialsAnywhere_ExitsAsUsageSayingWhatToGive()
    {
        string errors = await LookAsync(2, new() { ["AWS_ENDPOINT_URL_S3"] = Moto.Endpoint });

        Assert.Contains("give access_key and secret_key", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Program_ServerInTrouble_TriesAgainAndKeepsStandardOutputToItself()
    {
        await using FaultyProxy proxy = new(Moto.Endpoint);
        proxy.Fail(_ => true, Fault.Error(503, "SlowDown"));

        string errors = await LookAsync(NothingToDo, new() { ["AWS_ENDPOINT_URL_S3"] = proxy.Endpoint, ["AWS_ACCESS_KEY_ID"] = "AKIAENV", ["AWS_SECRET_ACCESS_KEY"] = "env-secret" });

        Assert.Contains("503", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("env-secret", errors, StringComparison.Ordinal);
    }

    /// <summary>Runs the program; whatever happens, its standard output is one JSON line.</summary>
    private async Task<string> LookAsync(int expectedExit, Dictionary<string, string> variables)
    {
        (int exit, string output, string errors) = await ProgramProcess.LookForAsync(Uri("none.csv"), _scratch, variables);

        Assert.True(exit == expectedExit, $"exit {exit}\n{output}\n{errors}");
        Assert.StartsWith("{\"status\":", output, StringComparison.Ordinal);
        Assert.Equal(output.Length - 1, output.IndexOf('\n', StringComparison.Ordinal));
        return errors;
    }
}
