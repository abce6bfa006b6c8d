using Cti.Failures;
using Cti.ObjectStores;
using Cti.Tests.Servers;
using static Cti.Tests.Servers.FaultyProxy;

namespace Cti.Tests.ObjectStores.S3;

public sealed class S3FailureTests : S3TestCase
{
    [Theory]
    [InlineData(403, "AccessDenied", "s3:ListBucket")]
    [InlineData(403, "InvalidAccessKeyId", "access_key")]
    [InlineData(403, "SignatureDoesNotMatch", "secret_key")]
    [InlineData(400, "ExpiredToken", "renew")]
    [InlineData(400, "InvalidToken", "session_token")]
    [InlineData(404, "NoSuchBucket", "no bucket")]
    [InlineData(400, "AuthorizationHeaderMalformed", "region")]
    [InlineData(501, "NotImplemented", "conditional puts")]
    [InlineData(400, "SomethingNew", "said the server")]
    public async Task ListAsync_RefusedForGood_IsUsageFailureThatSaysWhatToDo(int status, string code, string advice)
    {
        await using FaultyProxy proxy = new(Moto.Endpoint);
        proxy.Fail(_ => true, Fault.Error(status, code));

        CtiException failure = await FailureAsync(async () => await StoreBehind(proxy).ListAsync(Uri("in/"), default).ToListAsync(), FailureKind.Usage, "list");

        Assert.Contains(advice, failure.Message, StringComparison.Ordinal);
        Assert.Contains(code, failure.Message, StringComparison.Ordinal);
        Assert.Contains(Uri("in/"), failure.Message, StringComparison.Ordinal);
        Assert.Empty(Retries);
    }

    [Theory]
    [InlineData(503, "SlowDown")]
    [InlineData(500, "InternalError")]
    [InlineData(502, "Html")]
    [InlineData(429, "Throttling")]
    [InlineData(400, "RequestTimeout")]
    public async Task StatAsync_ThenFine_IsTriedAgain(int status, string code)
    {
        await Moto.PutAsync(Bucket, "x", [1]);
        await using FaultyProxy proxy = new(Moto.Endpoint);
        proxy.Fail(_ => true, Fault.Error(status, code));

        Assert.Single(await StoreBehind(proxy).ListAsync(Uri(""), default).ToListAsync());

        Assert.Single(Retries);
    }

    [Fact]
    public async Task ListAsync_503Always_IsTransientAfterTheRetries()
    {
        await using FaultyProxy proxy = new(Moto.Endpoint);
        proxy.Fail(_ => true, Fault.Error(503, "SlowDown"), times: 100);

        CtiException failure = await FailureAsync(
            async () => await StoreBehind(proxy, o => o with { MaxRetries = 2 }).ListAsync(Uri(""), default).ToListAsync(), FailureKind.Transient, "list");

        Assert.Contains("503 SlowDown", failure.Message, StringComparison.Ordinal);
        Assert.Equal(3, proxy.Requests.Count);
    }

    [Fact]
    public async Task ListAsync_NobodyListens_IsTransientAndNamesTheServer()
    {
        FaultyProxy proxy = new(Moto.Endpoint);
        string endpoint = proxy.Endpoint;
        await proxy.DisposeAsync();

        CtiException failure = await FailureAsync(
            async () => await Store(o => o with { Endpoint = endpoint, MaxRetries = 1 }).ListAsync(Uri(""), default).ToListAsync(), FailureKind.Transient, "list");

        Assert.Contains(endpoint, failure.Message, StringComparison.Ordinal);
        Assert.Single(Retries);
    }

    [Fact]
    public async Task ListAsync_NoAnswerInTime_IsTriedAgain()
    {
        await using FaultyProxy proxy = new(Moto.Endpoint);
        proxy.Fail(_ => true, Fault.StallAfter(0));

        Assert.Empty(await StoreBehind(proxy, o => o with { RequestTimeout = TimeSpan.FromMilliseconds(1500) }).ListAsync(Uri(""), default).ToListAsync());

        Assert.Contains(Retries, r => r.Reason == "no answer in time");
    }

    [Fact]
    public async Task Failures_ServerRepeatsTheSecrets_NeverShowThem()
    {
        const string key = "AKIDEXAMPLE", secret = "wJalrXUtnFEMI-K7MDENG", token = "FQoGZXIvYXdzEXAMPLE";
        await using FaultyProxy proxy = new(Moto.Endpoint);
        proxy.Fail(_ => true, Fault.Error(400, "Odd", $"you sent {key} and {secret} and {token}"));
        ObjectStoreOptions given = Options with { AccessKey = key, SecretKey = secret, SessionToken = token };

        CtiException failure = await FailureAsync(async () => await StoreBehind(proxy, _ => given with { Endpoint = proxy.Endpoint }).ListAsync(Uri(""), default).ToListAsync(), FailureKind.Usage, "list");

        foreach (string text in new[] { failure.Message, given.ToString() })
        {
            Assert.DoesNotContain(key, text, StringComparison.Ordinal);
            Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
            Assert.DoesNotContain(token, text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("s3://bucket/")]
    [InlineData("s3://bucket/folder/")]
    [InlineData("/local/path")]
    public async Task CreateAsync_NoObjectOfS3_IsUsageFailure(string uri) =>
        await FailureAsync(() => Store().CreateAsync(uri, default), FailureKind.Usage, "write");
}
