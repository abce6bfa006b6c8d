namespace Cti.RedshiftSimulator;

/// <summary>A statement as <see cref="DataApiSimulator.Statements"/> and <c>GET /_statements</c> show it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">StatementName.</param>
/// <param name="Token">ClientToken.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Error">Why it failed.</param>
/// <param name="Database">Its database.</param>
/// <param name="Sqls">Its SQL.</param>
/// <param name="CreatedAt">When it was taken.</param>
public sealed record SimulatedStatement(
    string Id, string? Name, string? Token, StatementStatus Status, string? Error, string Database, IReadOnlyList<string> Sqls, DateTimeOffset CreatedAt)
{
    /// <summary>Whether it has not come to an end.</summary>
    public bool IsRunning => Status is StatementStatus.Submitted or StatementStatus.Picked or StatementStatus.Started;
}
