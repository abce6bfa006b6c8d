using System.Globalization;

namespace Cti.RedshiftSimulator;

/// <summary>A type of Redshift as PostgreSQL's.</summary>
/// <param name="Text">PostgreSQL's name.</param>
/// <param name="MaxBytes">The greatest length of a text in bytes, which PostgreSQL counts in characters; null for other types.</param>
internal sealed record ColumnType(string Text, int? MaxBytes)
{
    private const int MaxVarchar = 65535;
    private const int MaxChar = 4096;
    private const int DefaultText = 256;

    private static readonly Dictionary<string, string> Plain = new()
    {
        ["smallint"] = "smallint",
        ["int2"] = "smallint",
        ["integer"] = "integer",
        ["int"] = "integer",
        ["int4"] = "integer",
        ["bigint"] = "bigint",
        ["int8"] = "bigint",
        ["real"] = "real",
        ["float4"] = "real",
        ["float"] = "double precision",
        ["float8"] = "double precision",
        ["boolean"] = "boolean",
        ["bool"] = "boolean",
        ["date"] = "date",
        ["timestamptz"] = "timestamp with time zone",
        ["time"] = "time",
        ["timetz"] = "time with time zone",
    };

    /// <summary>Reads a type.</summary>
    /// <exception cref="SqlRefusedException">Redshift has no such type, or it is not simulated.</exception>
    public static ColumnType Read(TokenReader reader)
    {
        string name = reader.TakeIdentifier().Value;
        if (Plain.TryGetValue(name, out string? plain))
            return new ColumnType(plain, MaxBytes: null);
        switch (name)
        {
            case "double":
                reader.ExpectWord("precision");
                return new ColumnType("double precision", MaxBytes: null);
            case "timestamp":
                bool zoned = reader.TryWords("with", "time", "zone");
                _ = zoned || reader.TryWords("without", "time", "zone");
                return new ColumnType(zoned ? "timestamp with time zone" : "timestamp", MaxBytes: null);
            case "decimal" or "numeric":
                return new ColumnType(Decimal(reader), MaxBytes: null);
            case "text":
                return Varying(DefaultText);
            case "varchar" or "nvarchar":
                return Varying(Length(reader, DefaultText, MaxVarchar));
            case "char" or "character" or "nchar" or "bpchar":
                if (name == "character" && reader.TryWords("varying"))
                    return Varying(Length(reader, DefaultText, MaxVarchar));
                int length = Length(reader, name == "bpchar" ? DefaultText : 1, MaxChar);
                return new ColumnType(string.Create(CultureInfo.InvariantCulture, $"character({length})"), length);
            default:
                throw new SqlRefusedException($"type \"{name}\" does not exist, or is not simulated");
        }
    }

    private static ColumnType Varying(int bytes) => new(string.Create(CultureInfo.InvariantCulture, $"character varying({bytes})"), bytes);

    private static string Decimal(TokenReader reader)
    {
        if (!reader.Current.IsSymbol("("))
            return "numeric(18,0)";
        int[] parts = [.. reader.TakeList().Select(p => p is [{ Kind: SqlTokenKind.Number } n] ? int.Parse(n.Value, CultureInfo.InvariantCulture) : throw new SqlRefusedException("a decimal takes a precision and a scale"))];
        return parts switch
        {
            [var precision and >= 1 and <= 38] => string.Create(CultureInfo.InvariantCulture, $"numeric({precision},0)"),
            [var precision and >= 1 and <= 38, var scale and >= 0] when scale <= precision => string.Create(CultureInfo.InvariantCulture, $"numeric({precision},{scale})"),
            _ => throw new SqlRefusedException($"DECIMAL precision {parts[0]} must be between 1 and 38, its scale at most the precision"),
        };
    }

    private static int Length(TokenReader reader, int without, int most)
    {
        if (!reader.TrySymbol("("))
            return without;
        int length = reader.TryWords("max") ? most
            : reader.Current.Kind == SqlTokenKind.Number ? int.Parse(reader.Take().Value, CultureInfo.InvariantCulture) : throw reader.Unexpected();
        reader.ExpectSymbol(")");
        return length >= 1 && length <= most ? length : throw new SqlRefusedException($"length for type varchar cannot exceed {most}");
    }
}
