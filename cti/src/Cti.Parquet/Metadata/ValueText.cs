using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Cti.Parquet.Metadata;

/// <summary>A value in its PLAIN form without length, as invariant text.</summary>
internal static class ValueText
{
    private const int DaysFromYear1To1970 = 719_162;
    private const long MicrosPerSecond = 1_000_000;

    /// <summary>Text of a value; out of the calendar's range (years 1 to 9999) a date or timestamp is its plain number.</summary>
    public static string Format(ParquetField field, ReadOnlySpan<byte> value) => field.Type switch
    {
        ParquetType.Utf8 => Encoding.UTF8.GetString(value),
        ParquetType.Boolean => value[0] != 0 ? "true" : "false",
        ParquetType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(value).ToString(CultureInfo.InvariantCulture),
        ParquetType.Date => Date(BinaryPrimitives.ReadInt32LittleEndian(value)),
        ParquetType.Double => Real(BinaryPrimitives.ReadDoubleLittleEndian(value)),
        ParquetType.TimestampMicros => Timestamp(BinaryPrimitives.ReadInt64LittleEndian(value)),
        ParquetType.Decimal => Decimal(BinaryPrimitives.ReadInt64LittleEndian(value), field.Scale),
        _ => BinaryPrimitives.ReadInt64LittleEndian(value).ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>Both zeros are 0: which of them a bound holds says nothing of the data.</summary>
    private static string Real(double value) => value == 0 ? "0" : value.ToString("R", CultureInfo.InvariantCulture);

    private static string Date(int days)
    {
        long day = (long)days + DaysFromYear1To1970;
        return day < 0 || day > DateOnly.MaxValue.DayNumber
            ? days.ToString(CultureInfo.InvariantCulture)
            : DateOnly.FromDayNumber((int)day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    private static string Timestamp(long micros)
    {
        long seconds = Math.DivRem(micros, MicrosPerSecond, out long rest);
        if (rest < 0) (seconds, rest) = (seconds - 1, rest + MicrosPerSecond);
        long fromYear1 = seconds + (DaysFromYear1To1970 * 86_400L);
        if (fromYear1 < 0 || fromYear1 > DateTime.MaxValue.Ticks / TimeSpan.TicksPerSecond) return micros.ToString(CultureInfo.InvariantCulture);
        DateTime time = new((fromYear1 * TimeSpan.TicksPerSecond) + (rest * TimeSpan.TicksPerMicrosecond));
        return time.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
    }

    private static string Decimal(long unscaled, int scale)
    {
        decimal magnitude = new((int)unscaled, (int)(unscaled >> 32), 0, false, (byte)scale);
        if (unscaled >= 0) return magnitude.ToString(CultureInfo.InvariantCulture);
        ulong positive = unchecked((ulong)-unscaled);
        return new decimal((int)positive, (int)(positive >> 32), 0, true, (byte)scale).ToString(CultureInfo.InvariantCulture);
    }
}
