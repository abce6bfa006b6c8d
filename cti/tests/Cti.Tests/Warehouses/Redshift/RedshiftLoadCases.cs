using Cti.Tests.Warehouses.Cases;

namespace Cti.Tests.Warehouses.Redshift;

public sealed class RedshiftLoadCases() : LoadCases(RedshiftBench.OpenAsync);
