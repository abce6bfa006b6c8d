using Cti.Tests.Warehouses.Cases;

namespace Cti.Tests.Warehouses.Redshift;

public sealed class RedshiftErasureCases() : ErasureCases(RedshiftBench.OpenAsync);
