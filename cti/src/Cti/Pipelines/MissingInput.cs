namespace Cti.Pipelines;

/// <summary>What a missing input means for a run.</summary>
public enum MissingInput
{
    /// <summary>A mistake: exit 2.</summary>
    Fail,

    /// <summary>Not there yet: exit 75.</summary>
    Retry,

    /// <summary>Nothing to do: exit 99 where no input is left, else go on with what is there.</summary>
    Skip,
}
