using System.Globalization;

namespace Cti.RedshiftSimulator;

/// <summary>A column of a Parquet file, as its footer declares it.</summary>
/// <param name="Name">Its name, which COPY does not look at.</param>
/// <param name="Physical">INT32, INT64, BYTE_ARRAY…</param>
/// <param name="Logical">What the value means; empty for the plain physical type.</param>
/// <param name="EngineType">The engine's type, as <c>DECIMAL(18,2)</c>.</param>
internal sealed record ParquetColumn(string Name, string Physical, string Logical, string EngineType)
{
    /// <summary>Digits of a decimal; 0 for other types.</summary>
    public int Precision { get; } = DecimalPart(EngineType, 0);

    /// <summary>Decimals of a decimal; 0 for other types.</summary>
    public int Scale { get; } = DecimalPart(EngineType, 1);

    /// <summary>Whether Redshift reads it into a column of the table.</summary>
    public bool Fits(CopyColumn column) => column.TypeName switch
    {
        "int2" => Physical == "INT32" && EngineType == "SMALLINT",
        "int4" => Physical == "INT32" && EngineType == "INTEGER",
        "int8" => Physical == "INT64" && EngineType == "BIGINT",
        "float4" => Physical == "FLOAT",
        "float8" => Physical == "DOUBLE",
        "bool" => Physical == "BOOLEAN",
        "date" => Physical == "INT32" && EngineType == "DATE",
        "timestamp" => Physical == "INT64" && EngineType == "TIMESTAMP" && IsMicroseconds,
        "varchar" or "bpchar" => Physical == "BYTE_ARRAY" && EngineType == "VARCHAR",
        "numeric" => Physical is "INT32" or "INT64" && Precision > 0 && Scale == column.Scale && Precision <= column.Precision,
        _ => false,
    };

    /// <summary>As errors name it.</summary>
    public override string ToString() => $"optional {Physical.ToLowerInvariant()} {Name}{(Logical.Length > 0 ? $" ({Logical})" : "")}";

    private bool IsMicroseconds => Logical.Contains("MICROS=MicroSeconds()", StringComparison.Ordinal);

    private static int DecimalPart(string type, int part) =>
        type.StartsWith("DECIMAL(", StringComparison.Ordinal) ? int.Parse(type["DECIMAL(".Length..^1].Split(',')[part], CultureInfo.InvariantCulture) : 0;
}
