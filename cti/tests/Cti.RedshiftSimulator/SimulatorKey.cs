namespace Cti.RedshiftSimulator;

/// <summary>A key whose signatures the simulator accepts.</summary>
/// <param name="Id">Access key id.</param>
/// <param name="Secret">Secret key.</param>
/// <param name="SessionToken">The token that requests must carry; null where they must carry none.</param>
public sealed record SimulatorKey(string Id, string Secret, string? SessionToken = null)
{
    /// <summary>Without the secrets.</summary>
    public override string ToString() => Id;
}
