using System.Text;
using Cti.Parquet;

namespace Cti.Tests.Parquet;

/// <summary>Values of each type, the edges of its range among them.</summary>
internal static class ValuePool
{
    private const int LastDay = 2_932_896;   // 9999-12-31
    private const int FirstDay = -719_162;   // 0001-01-01
    private const long MicrosPerDay = 86_400_000_000;

    private static readonly double[] Reals = [0.0, -0.0, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, double.MinValue, double.Epsilon, 1, -1, 0.1];
    private static readonly string[] Runes = ["a", "b", "z", "Z", "0", " ", "'", "\"", "\\", ",", "\n", "\u007f", "ä", "ß", "\u07ff", "\u0800", "漢", "\ud7ff", "\ue000", "\uffff", "😀", "\U0010ffff"];

    /// <summary>A value of a column; never null.</summary>
    public static object Value(ParquetField field, Random random) => field.Type switch
    {
        ParquetType.Utf8 => Text(random),
        ParquetType.Boolean => random.Next(2) == 0,
        ParquetType.Double => random.Next(3) == 0 ? Reals[random.Next(Reals.Length)] : (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-300, 300)),
        ParquetType.Int32 => Edge(random, int.MinValue, int.MaxValue) is { } edge ? (int)edge : random.Next(int.MinValue, int.MaxValue),
        ParquetType.Date => Edge(random, FirstDay, LastDay) is { } day ? (int)day : random.Next(FirstDay, LastDay),
        ParquetType.TimestampMicros => Edge(random, FirstDay * MicrosPerDay, (LastDay + 1) * MicrosPerDay - 1) ?? random.NextInt64(FirstDay * MicrosPerDay, LastDay * MicrosPerDay),
        ParquetType.Decimal => Decimal(field.Precision, random),
        _ => Edge(random, long.MinValue, long.MaxValue) ?? random.NextInt64(long.MinValue, long.MaxValue),
    };

    private static object Decimal(int precision, Random random)
    {
        long limit = (long)Math.Pow(10, precision);
        return Edge(random, -limit + 1, limit - 1) ?? random.NextInt64(-limit + 1, limit);
    }

    private static long? Edge(Random random, long min, long max) => random.Next(12) switch
    {
        0 => min,
        1 => max,
        2 => 0,
        3 => -1,
        4 => 1,
        _ => null,
    };

    private static string Text(Random random)
    {
        int runes = random.Next(20) switch { 0 => 0, < 15 => random.Next(1, 12), < 18 => random.Next(12, 80), 18 => random.Next(80, 400), _ => random.Next(400, 1500) };
        StringBuilder text = new();

        // Long common beginnings make statistics cut, and the order turn on later bytes.
        if (random.Next(4) == 0) text.Append("https://example.com/a/long/common/beginning/of/many/values/");
        bool plain = random.Next(2) == 0;
        for (int i = 0; i < runes; i++) text.Append(plain ? (char)('a' + random.Next(26)) : Runes[random.Next(Runes.Length)]);
        return text.ToString();
    }
}
