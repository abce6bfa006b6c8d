using Cti.Warehouses.DuckDb;

namespace Cti.Warehouses;

/// <summary>What the settings and resources say to a warehouse.</summary>
/// <param name="Naming">Schema and table.</param>
/// <param name="Engine">What an embedded engine may use.</param>
public sealed record WarehouseOptions(TableNaming Naming, DuckDbOptions Engine);
