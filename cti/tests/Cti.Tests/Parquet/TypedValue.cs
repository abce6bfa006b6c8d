using System.Globalization;
using System.Text;
using Cti.Parquet;

namespace Cti.Tests.Parquet;

/// <summary>Canonical text as a value again: its order, and how DuckDB spells it.</summary>
internal static class TypedValue
{
    /// <summary>Compares as DuckDB does: text by bytes, NaN after all other doubles, both zeros alike.</summary>
    public static int Compare(ParquetType type, string left, string right) => type switch
    {
        ParquetType.Utf8 => Encoding.UTF8.GetBytes(left).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right)),
        ParquetType.Boolean => string.CompareOrdinal(left, right),
        ParquetType.Double when left == "NaN" || right == "NaN" => (left == "NaN").CompareTo(right == "NaN"),
        ParquetType.Double => Real(left).CompareTo(Real(right)),
        _ => Integer(left).CompareTo(Integer(right)),
    };

    /// <summary>The value as a literal of DuckDB's SQL.</summary>
    public static string Sql(ParquetField field, string value) => field.Type switch
    {
        ParquetType.Utf8 => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'",
        ParquetType.Boolean => value,
        ParquetType.Double => $"'{(value == "NaN" ? value : Real(value).ToString("R", CultureInfo.InvariantCulture))}'::DOUBLE",
        ParquetType.Date => $"(DATE '1970-01-01' + ({value}))",
        ParquetType.TimestampMicros => $"make_timestamp({value})",
        ParquetType.Decimal => $"'{ColumnText(field, value)}'::DECIMAL({field.Precision},{field.Scale})",
        _ => $"({value})",
    };

    public static double Real(string bits) => BitConverter.UInt64BitsToDouble(ulong.Parse(bits, NumberStyles.HexNumber, CultureInfo.InvariantCulture));

    private static long Integer(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static string ColumnText(ParquetField field, string unscaled)
    {
        string digits = unscaled.TrimStart('-').PadLeft(field.Scale + 1, '0');
        string text = field.Scale == 0 ? digits : $"{digits[..^field.Scale]}.{digits[^field.Scale..]}";
        return unscaled[0] == '-' ? "-" + text : text;
    }
}
