using System.Globalization;
using Cti.Generator.Events;
using Cti.Generator.Output;

namespace Cti.Bench.Comparison;

/// <summary>
/// The bench's input: events without the rarer forms and with bad e-mails as the only fault, so that the same counts are right for engines
/// that know neither our tag notations nor IPv6.
/// </summary>
/// <param name="File">The CSV file.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Counts">What must become of it.</param>
public sealed record BenchData(string File, long Bytes, TruthCounts Counts)
{
    /// <summary>The month of the data, for <c>--month</c>.</summary>
    public const string Month = "2021-04";

    /// <summary>Makes the file, or finds it made by an earlier bench; the truth is written last and tells that the file is whole.</summary>
    public static BenchData Prepare(string folder, long rows, ulong seed, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        EventsOptions options = new() { Rows = rows, Seed = seed, Quirks = 0, BadRows = 0, Month = DateOnly.ParseExact(Month + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture) };
        string file = Path.Combine(folder, $"events-{rows}-{seed}.csv");
        string truthFile = file + ".truth.json";
        if (!System.IO.File.Exists(truthFile))
        {
            Truth made;
            using (CsvRowWriter writer = new(System.IO.File.Create(file, bufferSize: 0), new CsvForm()))
                made = EventsGenerator.Generate(options, writer, expected: null, cancellation);
            System.IO.File.WriteAllText(truthFile, made.ToJson());
        }

        Truth truth = Truth.FromJson(System.IO.File.ReadAllText(truthFile));
        return new BenchData(file, truth.Bytes, truth.Counts);
    }
}
