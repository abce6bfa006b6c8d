namespace Cti.Warehouses.Redshift;

/// <summary>A row of <c>sys_load_error_detail</c>.</summary>
/// <param name="File">The part.</param>
/// <param name="Row">The row in it, from 1; 0 where Redshift did not count, as for some errors of columnar files.</param>
/// <param name="Column">The column; empty where it is not known.</param>
/// <param name="Reason">Why.</param>
internal sealed record LoadError(string File, long Row, string Column, string Reason);
