using Cti.Records;

namespace Cti.Warehouses.Checks;

/// <summary>What of a warehouse is looked at.</summary>
/// <param name="Dataset">The dataset whose tables are compared; null for none.</param>
/// <param name="Staging">The folder in S3 that COPY's role has to read, where a probe may be written; null where there is none.</param>
public sealed record WarehouseCheckRequest(Dataset? Dataset, string? Staging);
