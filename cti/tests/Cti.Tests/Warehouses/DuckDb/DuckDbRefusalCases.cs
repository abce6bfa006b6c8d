using Cti.Tests.Warehouses.Cases;

namespace Cti.Tests.Warehouses.DuckDb;

public sealed class DuckDbRefusalCases() : FetchedRefusalCases(() => Task.FromResult<WarehouseBench>(new Workbench()));
