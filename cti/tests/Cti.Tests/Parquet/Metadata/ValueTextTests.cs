using System.Buffers.Binary;
using Cti.Parquet;
using Cti.Parquet.Metadata;

namespace Cti.Tests.Parquet.Metadata;

public class ValueTextTests
{
    [Theory]
    [InlineData(0, "1970-01-01")]
    [InlineData(-1, "1969-12-31")]
    [InlineData(-719162, "0001-01-01")]
    [InlineData(2932896, "9999-12-31")]
    [InlineData(int.MaxValue, "2147483647")]
    public void Format_Date_IsOfTheCalendar(int days, string expected) => Assert.Equal(expected, Text(ParquetType.Date, days, 4));

    [Theory]
    [InlineData(0, "1970-01-01T00:00:00.000000")]
    [InlineData(-1, "1969-12-31T23:59:59.999999")]
    [InlineData(1617148800000001, "2021-03-31T00:00:00.000001")]
    [InlineData(long.MinValue, "-9223372036854775808")]
    [InlineData(long.MaxValue, "9223372036854775807")]
    public void Format_Timestamp_HoldsMicroseconds(long micros, string expected) => Assert.Equal(expected, Text(ParquetType.TimestampMicros, micros, 8));

    [Theory]
    [InlineData(0, "0.00")]
    [InlineData(-5, "-0.05")]
    [InlineData(4600, "46.00")]
    [InlineData(-999999999999999999, "-9999999999999999.99")]
    public void Format_Decimal_HasItsScale(long unscaled, string expected) => Assert.Equal(expected, Text(ParquetType.Decimal, unscaled, 8));

    [Theory]
    [InlineData(0.1, "0.1")]
    [InlineData(-0.0, "0")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    public void Format_Double_RoundTrips(double value, string expected) => Assert.Equal(expected, Text(ParquetType.Double, BitConverter.DoubleToInt64Bits(value), 8));

    [Fact]
    public void Format_Text_IsItself() => Assert.Equal("ä", ValueText.Format(new ParquetField("f", ParquetType.Utf8, false), "ä"u8));

    private static string Text(ParquetType type, long value, int bytes)
    {
        byte[] plain = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(plain, value);
        return ValueText.Format(new ParquetField("f", type, false), plain.AsSpan(0, bytes));
    }
}
