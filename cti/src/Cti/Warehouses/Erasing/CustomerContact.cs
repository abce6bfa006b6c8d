namespace Cti.Warehouses.Erasing;

/// <summary>A customer's id and address, as a warehouse has them.</summary>
/// <param name="Id">The id.</param>
/// <param name="Email">The address.</param>
/// <param name="ArrivedAt">When the row arrived, in microseconds since 1970-01-01 UTC.</param>
public sealed record CustomerContact(string Id, string Email, long ArrivedAt);
