namespace Cti.RedshiftSimulator;

/// <summary>A column of an answer.</summary>
/// <param name="Name">Its label.</param>
/// <param name="TypeName">The database's short name of its type, as <c>int8</c>.</param>
/// <param name="Length">Greatest length of a text; 0 for others.</param>
/// <param name="Precision">Of a decimal.</param>
/// <param name="Scale">Of a decimal.</param>
internal sealed record ResultColumn(string Name, string TypeName, int Length, int Precision, int Scale);
