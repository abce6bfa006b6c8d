using System.Net;
using System.Text;
using System.Text.Json;
using Cti.RedshiftSimulator;

namespace Cti.Tests.RedshiftSimulator;

/// <summary>Which signatures pass.</summary>
public sealed class SignatureTests
{
    [Fact]
    public async Task Verify_WrongSecret_IsAnInvalidSignature() =>
        await RefusedAsync("InvalidSignatureException", signer: new SimulatorKey("AKIDSIMULATOR", "another"));

    [Fact]
    public async Task Verify_UnknownKey_IsAnUnrecognizedClient() =>
        await RefusedAsync("UnrecognizedClientException", signer: new SimulatorKey("AKIDUNKNOWN", "simulator/secret+key"));

    [Fact]
    public async Task Verify_OtherService_IsAnInvalidSignature() => await RefusedAsync("InvalidSignatureException", service: "s3");

    [Fact]
    public async Task Verify_ChangedBody_IsAnInvalidSignature() =>
        await RefusedAsync("InvalidSignatureException", m => m.Content = new ByteArrayContent(Encoding.UTF8.GetBytes("""{"Status":"ALL"}""")) { Headers = { ContentType = m.Content!.Headers.ContentType } });

    [Fact]
    public async Task Verify_ChangedTarget_IsAnInvalidSignature() => await RefusedAsync("InvalidSignatureException", m => Replace(m, "X-Amz-Target", "RedshiftData.CancelStatement"));

    [Fact]
    public async Task Verify_UnsignedAmazonHeader_IsAnInvalidSignature() => await RefusedAsync("InvalidSignatureException", m => m.Headers.TryAddWithoutValidation("X-Amz-Extra", "1"));

    [Fact]
    public async Task Verify_NoSignature_IsMissing() => await RefusedAsync("MissingAuthenticationTokenException", m => m.Headers.Remove("Authorization"));

    [Fact]
    public async Task Verify_OldRequest_HasExpired()
    {
        await using SimulatorBench bench = await SimulatorBench.StartAsync(o => o with { Clock = new Later(TimeSpan.FromMinutes(6)) });

        (HttpStatusCode status, string body) = await bench.Client.TryAsync("ListStatements", new { });

        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Contains("Signature expired", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_SessionToken_MustBeTheKeysOwn()
    {
        SimulatorKey key = new("ASIASIMULATOR", "secret", "the-token");
        await using SimulatorBench bench = await SimulatorBench.StartAsync(o => o with { Keys = [key] });

        Assert.Equal(HttpStatusCode.OK, (await bench.Client.TryAsync("ListStatements", new { })).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await bench.Client.TryAsync("ListStatements", new { }, signer: key with { SessionToken = "another" })).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await bench.Client.TryAsync("ListStatements", new { }, signer: key with { SessionToken = null })).Status);
    }

    private static async Task RefusedAsync(string code, Action<HttpRequestMessage>? tamper = null, string service = "redshift-data", SimulatorKey? signer = null)
    {
        await using SimulatorBench bench = await SimulatorBench.StartAsync();

        (HttpStatusCode status, string body) = await bench.Client.TryAsync("ListStatements", new { Status = "FAILED" }, tamper, service, signer);

        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Equal(code, JsonDocument.Parse(body).RootElement.GetProperty("__type").GetString());
        Assert.Empty(bench.Simulator.Calls);
    }

    private static void Replace(HttpRequestMessage message, string header, string value)
    {
        message.Headers.Remove(header);
        message.Headers.TryAddWithoutValidation(header, value);
    }

    private sealed class Later(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
    }
}
