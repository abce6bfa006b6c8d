namespace Cti.RedshiftSimulator;

/// <summary>SQL that Redshift does not take, or that is not simulated; the statement fails with this text.</summary>
internal sealed class SqlRefusedException(string message) : Exception(message);
