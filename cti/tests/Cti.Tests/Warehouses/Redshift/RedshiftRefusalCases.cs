using Cti.Tests.Warehouses.Cases;

namespace Cti.Tests.Warehouses.Redshift;

public sealed class RedshiftRefusalCases() : RefusalCases(RedshiftBench.OpenAsync);
