namespace Cti.Pipelines;

/// <summary>Raw objects in, validated records, quarantine and manifest out.</summary>
public interface IExtractTransform
{
    /// <summary>Runs it to the end.</summary>
    /// <returns>The outcome; a closed quality gate is one.</returns>
    /// <exception cref="Failures.CtiException">Inputs missing or not readable, output not writable.</exception>
    Task<ExtractTransformOutcome> RunAsync(ExtractTransformRequest request, IRunProgress progress, CancellationToken cancellationToken);
}
