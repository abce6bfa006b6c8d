using Cti.Aws;
using Cti.Failures;
using Cti.ObjectStores;
using Cti.Pipelines.Doctor;

namespace Cti.Tests.Pipelines.Doctor;

/// <summary>Runs the doctor and picks single checks.</summary>
internal static class Findings
{
    public static Task<IReadOnlyList<Check>> OfAsync(IObjectStore store, DoctorRequest request, AwsAccess? access = null) =>
        new DoctorPipeline(store, access ?? new AwsAccess { AccessKey = "planted-id", SecretKey = "planted-key" }).RunAsync(request, CancellationToken.None);

    public static Check Of(this IReadOnlyList<Check> checks, string name) => Assert.Single(checks, c => c.Name == name);

    /// <summary>Fails where the check is another than expected.</summary>
    public static void Expect(this Check check, CheckResult result, string found, string? advice = null, FailureKind? kind = null)
    {
        Assert.True(check.Result == result && check.Kind == kind, check.ToString());
        Assert.Contains(found, check.Found, StringComparison.Ordinal);
        if (advice is not null)
            Assert.Contains(advice, check.Advice, StringComparison.Ordinal);
        Assert.DoesNotContain("planted", check.ToString(), StringComparison.Ordinal);
    }
}
