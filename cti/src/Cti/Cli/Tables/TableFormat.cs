namespace Cti.Cli.Tables;

/// <summary>How a query's answer is printed.</summary>
public enum TableFormat
{
    /// <summary>Aligned columns, for people.</summary>
    Table,

    /// <summary>An array of objects, one a line.</summary>
    Json,

    /// <summary>RFC 4180 with a header.</summary>
    Csv,
}
