using Cti.Tests.Warehouses.Cases;

namespace Cti.Tests.Warehouses.DuckDb;

public sealed class DuckDbQueryCases() : QueryCases(() => Task.FromResult<WarehouseBench>(new Workbench()));
