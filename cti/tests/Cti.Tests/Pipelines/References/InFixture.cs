using Cti.Pipelines;

namespace Cti.Tests.Pipelines.References;

/// <summary>Runs in a fixture's folder.</summary>
internal sealed class InFixture(ExtractionFixture fixture) : IExtractTransform
{
    public Task<ExtractTransformOutcome> RunAsync(ExtractTransformRequest request, IRunProgress progress, CancellationToken cancellationToken) => fixture.RunAsync(request, cancellationToken);
}
