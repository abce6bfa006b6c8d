namespace Cti.Pipelines.Anomalies;

/// <summary>Middle and width of some numbers, neither of which a few outliers move.</summary>
/// <param name="Median">The median.</param>
/// <param name="Mad">The median absolute deviation from it.</param>
internal readonly record struct Spread(double Median, double Mad)
{
    // Of a normal distribution, so many median absolute deviations are a standard deviation.
    private const double Normal = 1.4826;

    /// <summary>Of at least one number.</summary>
    public static Spread Of(IEnumerable<double> numbers)
    {
        double[] sorted = [.. numbers.Order()];
        double median = Middle(sorted);
        return new Spread(median, Middle([.. sorted.Select(n => Math.Abs(n - median)).Order()]));
    }

    /// <summary>How many deviations a number is from the median.</summary>
    /// <param name="number">The number.</param>
    /// <param name="least">The least deviation that counts: numbers that never changed deviate by nothing.</param>
    public double Score(double number, double least) => Math.Abs(number - Median) / Math.Max(Mad * Normal, least);

    private static double Middle(double[] sorted) =>
        sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
}
