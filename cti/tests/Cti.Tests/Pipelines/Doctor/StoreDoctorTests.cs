using Cti.Failures;
using Cti.ObjectStores.Local;
using Cti.Pipelines.Doctor;
using Cti.Tests.ObjectStores.S3;
using Cti.Tests.Servers;

namespace Cti.Tests.Pipelines.Doctor;

/// <summary>Buckets, credentials and scratch space, as they should be and broken.</summary>
public sealed class StoreDoctorTests : S3TestCase
{
    private DoctorRequest Request => new() { Inputs = [Uri("raw/")], Output = Uri("etl") };

    [Fact]
    public async Task Run_AllInOrder_SaysSoAndLeavesNothing()
    {
        await Moto.PutAsync(Bucket, "raw/events.csv", [1, 2, 3]);

        IReadOnlyList<Check> checks = await Findings.OfAsync(Store(), Request);

        checks.Of("credentials").Expect(CheckResult.Ok, "from access_key and secret_key of the settings");
        checks.Of($"input {Uri("raw/")}").Expect(CheckResult.Ok, "1 objects of 3 bytes");
        checks.Of($"output {Uri("etl")}").Expect(CheckResult.Ok, "listed, written, read and deleted");
        Assert.Equal(["raw/events.csv"], await Moto.KeysAsync(Bucket));
    }

    [Fact]
    public async Task Run_MissingBucket_FailsNamingIt()
    {
        IReadOnlyList<Check> checks = await Findings.OfAsync(Store(), new DoctorRequest { Inputs = ["s3://no-such-bucket-here/raw/"], Output = "s3://no-such-bucket-here/etl" });

        checks.Of("input s3://no-such-bucket-here/raw/").Expect(CheckResult.Failed, "there is no bucket \"no-such-bucket-here\"", "s3:ListBucket", FailureKind.Usage);
        checks.Of("output s3://no-such-bucket-here/etl").Expect(CheckResult.Failed, "there is no bucket \"no-such-bucket-here\"", "s3:PutObject", FailureKind.Usage);
    }

    [Fact]
    public async Task Run_NoObjects_Warns()
    {
        IReadOnlyList<Check> checks = await Findings.OfAsync(Store(), Request);

        checks.Of($"input {Uri("raw/")}").Expect(CheckResult.Warning, "there is no object", "--if-missing");
    }

    [Theory]
    [InlineData("PUT ", "AccessDenied", "s3:PutObject")]
    [InlineData("DELETE ", "AccessDenied", "s3:DeleteObject")]
    [InlineData("GET ", "AccessDenied", "s3:GetObject")]
    [InlineData("", "SignatureDoesNotMatch", "secret_key")]
    [InlineData("", "InvalidAccessKeyId", "access_key")]
    public async Task Run_RefusedByTheServer_FailsNamingTheRight(string request, string code, string right)
    {
        await using FaultyProxy proxy = new(Moto.Endpoint);
        proxy.Fail(r => r.StartsWith(request, StringComparison.Ordinal), FaultyProxy.Fault.Error(403, code), times: 99);

        Check check = (await Findings.OfAsync(StoreBehind(proxy), Request with { Inputs = [] })).Of($"output {Uri("etl")}");

        check.Expect(CheckResult.Failed, right, kind: FailureKind.Usage);
    }

    [Fact]
    public async Task Run_ServerNotThere_IsTransient()
    {
        Check check = (await Findings.OfAsync(Store(o => o with { Endpoint = "http://127.0.0.1:1", MaxRetries = 0 }), Request with { Inputs = [] })).Of($"output {Uri("etl")}");

        check.Expect(CheckResult.Failed, "could not be reached", kind: FailureKind.Transient);
    }

    [Theory]
    [InlineData(false, 5_000_000_000, CheckResult.Ok, "5000 MB free")]
    [InlineData(false, 5_000_000, CheckResult.Warning, "5 MB free")]
    [InlineData(true, 5_000_000_000, CheckResult.Warning, "counts against the memory limit")]
    public async Task Run_ScratchSpace_IsJudged(bool isMemory, long free, CheckResult result, string found)
    {
        IReadOnlyList<Check> checks = await Findings.OfAsync(new LocalObjectStore(), new DoctorRequest { Scratch = new ScratchSpace("/spill", free, isMemory, 1_000_000_000) });

        checks.Of("scratch").Expect(result, found);
        checks.Of("credentials").Expect(CheckResult.NotChecked, "nothing that was named is on AWS");
        checks.Of("warehouse").Expect(CheckResult.NotChecked, "none was named", "--warehouse");
    }
}
