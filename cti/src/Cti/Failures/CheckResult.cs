namespace Cti.Failures;

/// <summary>How a check came out.</summary>
public enum CheckResult
{
    /// <summary>As it has to be.</summary>
    Ok,

    /// <summary>A run can do its work, but a person should know.</summary>
    Warning,

    /// <summary>A run would end here.</summary>
    Failed,

    /// <summary>It was not asked for, or something before it failed.</summary>
    NotChecked,
}
