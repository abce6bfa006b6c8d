using Cti.Tests.Warehouses.Cases;

namespace Cti.Tests.Warehouses.Postgres;

public sealed class PostgresErasureCases() : ErasureCases(() => PostgresBench.OpenAsync());
