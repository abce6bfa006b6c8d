namespace Cti.Telemetry.Lineage;

/// <summary>A run of a job elsewhere, the one above this run or the topmost.</summary>
/// <param name="Namespace">The job's namespace.</param>
/// <param name="Job">The job's name.</param>
/// <param name="RunId">The run.</param>
public sealed record LineageRun(string Namespace, string Job, Guid RunId)
{
    /// <summary>Reads <c>namespace/job/run</c>, as OPENLINEAGE_PARENT_ID has it; null where it is not of that form.</summary>
    public static LineageRun? Parse(string? text)
    {
        // From the end: a namespace may be a URL.
        int run = text?.LastIndexOf('/') ?? -1;
        int job = run > 0 ? text!.LastIndexOf('/', run - 1) : -1;
        return job > 0 && run > job + 1 && Guid.TryParse(text![(run + 1)..], out Guid id) ? new LineageRun(text[..job], text[(job + 1)..run], id) : null;
    }
}
