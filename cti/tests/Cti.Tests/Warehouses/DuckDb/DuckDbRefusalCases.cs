using Cti.Tests.Warehouses.Cases;

namespace Cti.Tests.Warehouses.DuckDb;

public sealed class DuckDbRefusalCases() : RefusalCases(() => Task.FromResult<WarehouseBench>(new Workbench()));
