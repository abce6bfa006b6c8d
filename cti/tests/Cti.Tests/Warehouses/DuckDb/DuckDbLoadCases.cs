using Cti.Tests.Warehouses.Cases;

namespace Cti.Tests.Warehouses.DuckDb;

public sealed class DuckDbLoadCases() : LoadCases(() => Task.FromResult<WarehouseBench>(new Workbench()));
