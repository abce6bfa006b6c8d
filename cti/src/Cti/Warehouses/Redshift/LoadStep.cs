namespace Cti.Warehouses.Redshift;

/// <summary>One statement of a load.</summary>
/// <param name="Kind">What it is for.</param>
/// <param name="Sql">The statement.</param>
/// <param name="Table">The table at work, as the dataset declares it; empty for what concerns all.</param>
/// <param name="Source">The run at work; null for what concerns all.</param>
internal sealed record LoadStep(LoadStepKind Kind, string Sql, string Table = "", LoadSource? Source = null);
