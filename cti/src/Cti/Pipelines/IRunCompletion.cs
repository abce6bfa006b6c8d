namespace Cti.Pipelines;

/// <summary>What is left to do of a run once its rows are where they shall be: its inputs are noted as taken, moved to the archive.</summary>
/// <remarks>Dispose without <see cref="CompleteAsync"/> leaves the run open: the same command goes on with it.</remarks>
public interface IRunCompletion : IAsyncDisposable
{
    /// <summary>Does it. Called once, after the manifest and, where the verb loads, after the load: what is noted as taken is not read again.</summary>
    /// <exception cref="Failures.CtiException">It cannot be done, or another process has gone on with the run.</exception>
    Task CompleteAsync(CancellationToken cancellationToken);
}
