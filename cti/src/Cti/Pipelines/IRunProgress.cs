namespace Cti.Pipelines;

/// <summary>Hears how far a run is. Called from one thread at a time; cheap enough to call once a block.</summary>
public interface IRunProgress
{
    /// <summary>A stage began.</summary>
    /// <param name="stage"><c>extract</c>, <c>load</c>…</param>
    /// <param name="totalBytes">Stored bytes of the input; 0 where unknown.</param>
    void Begin(string stage, long totalBytes);

    /// <summary>How far it is, in totals since the beginning.</summary>
    /// <param name="rows">Records read (or rows loaded).</param>
    /// <param name="bytes">Stored bytes read.</param>
    void Report(long rows, long bytes);

    /// <summary>The stage ended.</summary>
    void End();
}
