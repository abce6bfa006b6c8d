namespace Cti.Failures;

/// <summary>One thing that was looked at before a run needs it.</summary>
/// <param name="Name">What: <c>settings</c>, <c>output s3://bucket/etl</c>, <c>table events</c>…</param>
/// <param name="Result">How it came out.</param>
/// <param name="Found">What was found, never with a secret.</param>
/// <param name="Advice">What to do; null where there is nothing to do.</param>
public sealed record Check(string Name, CheckResult Result, string Found, string? Advice = null)
{
    /// <summary>Of a failed one: decides the exit code.</summary>
    public FailureKind? Kind { get; private init; }

    /// <summary>As it has to be.</summary>
    public static Check Ok(string name, string found) => new(name, CheckResult.Ok, found);

    /// <summary>To be known.</summary>
    public static Check Warning(string name, string found, string advice) => new(name, CheckResult.Warning, found, advice);

    /// <summary>A run would end here.</summary>
    public static Check Failed(string name, FailureKind kind, string found, string advice) => new(name, CheckResult.Failed, found, advice) { Kind = kind };

    /// <summary>A run would end here, with this failure.</summary>
    public static Check Failed(string name, CtiException failure, string advice)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return Failed(name, failure.Kind, failure.Message, advice);
    }

    /// <summary>Not looked at.</summary>
    /// <param name="name">What.</param>
    /// <param name="reason">Why not.</param>
    /// <param name="advice">How to have it looked at; null where that is no matter of options.</param>
    public static Check NotChecked(string name, string reason, string? advice = null) => new(name, CheckResult.NotChecked, reason, advice);
}
