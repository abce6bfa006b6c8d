using Cti.Tests.Warehouses.Cases;

namespace Cti.Tests.Warehouses.Postgres;

/// <summary>The same cases on the oldest server that is supported.</summary>
public sealed class Postgres13LoadCases() : LoadCases(() => PostgresBench.OpenAsync("postgres-13"));
