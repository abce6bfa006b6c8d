namespace Cti.EndToEnd.Running;

/// <summary>Cases that nothing else may disturb: what a process holds at its peak depends on how long its threads wait for one another.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Undisturbed
{
    /// <summary>What the cases name.</summary>
    public const string Name = "undisturbed";
}
