using System.Globalization;

namespace Cti.RedshiftSimulator;

/// <summary>A COPY that Redshift refuses.</summary>
internal sealed class CopyFailedException(int code, string reason) : Exception(TextOf(code, reason))
{
    /// <summary>The columnar reader's own code; 0 for errors before any file was read.</summary>
    public int Code { get; } = code;

    /// <summary>The error alone.</summary>
    public string Reason { get; } = reason;

    /// <summary>The file, or null.</summary>
    public string? File { get; init; }

    /// <summary>The row in the file, from 1; null where it is about no row.</summary>
    public long? Row { get; init; }

    /// <summary>The column, or null.</summary>
    public CopyColumn? Column { get; init; }

    private static string TextOf(int code, string reason) => code == 0
        ? reason
        : string.Create(CultureInfo.InvariantCulture, $"""
            Spectrum Scan Error
              Detail:
              -----------------------------------------------
              error:  Spectrum Scan Error
              code:      {code}
              context:   {reason}
              -----------------------------------------------
            """);
}
