using Cti.Tests.Warehouses.Cases;

namespace Cti.Tests.Warehouses.DuckDb;

public sealed class DuckDbErasureCases() : ErasureCases(() => Task.FromResult<WarehouseBench>(new Workbench()));
