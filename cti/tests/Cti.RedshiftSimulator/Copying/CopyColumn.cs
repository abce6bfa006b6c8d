using System.Globalization;

namespace Cti.RedshiftSimulator;

/// <summary>A column of the table that COPY fills.</summary>
/// <param name="Name">Its name.</param>
/// <param name="TypeName">PostgreSQL's short name of its type.</param>
/// <param name="Length">Greatest length of a text in bytes; 0 for other types.</param>
/// <param name="Precision">Of a decimal.</param>
/// <param name="Scale">Of a decimal.</param>
/// <param name="NotNull">Whether it takes no NULL.</param>
internal sealed record CopyColumn(string Name, string TypeName, int Length, int Precision, int Scale, bool NotNull)
{
    /// <summary>The length as the system table tells it.</summary>
    public string LengthText => Length == 0 ? "" : Length.ToString(CultureInfo.InvariantCulture);

    /// <summary>The type as errors name it.</summary>
    public string TypeText => TypeName switch
    {
        "varchar" => $"VARCHAR({LengthText})",
        "bpchar" => $"CHAR({LengthText})",
        "numeric" => string.Create(CultureInfo.InvariantCulture, $"DECIMAL({Precision},{Scale})"),
        "int2" => "SMALLINT",
        "int4" => "INT",
        "int8" => "BIGINT",
        "float4" => "REAL",
        "float8" => "DOUBLE",
        "bool" => "BOOLEAN",
        _ => TypeName.ToUpperInvariant(),
    };
}
