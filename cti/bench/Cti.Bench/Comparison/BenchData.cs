using System.Globalization;
using Cti.Generator.Events;
using Cti.Generator.Output;
using Cti.Generator.WebEvents;

namespace Cti.Bench.Comparison;

/// <summary>The bench's input, made such that the same counts are right for engines that know less than we do.</summary>
/// <param name="Dataset">What it is.</param>
/// <param name="Input">The CSV file, or the folder of objects.</param>
/// <param name="Month">The month to keep, for <c>--month</c>; null for all.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Counts">What must become of it.</param>
public sealed record BenchData(string Dataset, string Input, string? Month, long Bytes, TruthCounts Counts)
{
    /// <summary>User events in one CSV file.</summary>
    public const string Events = "events";

    /// <summary>Events of a web site in objects of JSON without separators.</summary>
    public const string WebEvents = "web-events";

    private const string EventsMonth = "2021-04";

    /// <summary>Makes the input, or finds it made by an earlier bench; the truth is written last and tells that it is whole.</summary>
    /// <exception cref="BenchException">There is no such dataset here.</exception>
    /// <param name="folder">Where it is kept.</param>
    /// <param name="dataset">What it is to be.</param>
    /// <param name="rows">Records.</param>
    /// <param name="seed">The generator's seed.</param>
    /// <param name="cancellation">Ends it.</param>
    public static BenchData Prepare(string folder, string dataset, long rows, ulong seed, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        bool isEvents = dataset == Events;
        if (!isEvents && dataset != WebEvents) throw new BenchException($"There is no bench for {dataset}; expected {Events} or {WebEvents}.");
        string input = Path.Combine(folder, $"{dataset}-{rows}-{seed}{(isEvents ? ".csv" : "")}");
        string truthFile = input + ".truth.json";
        if (!File.Exists(truthFile))
        {
            Truth made = isEvents ? MakeEvents(input, rows, seed, cancellation) : MakeWebEvents(input, rows, seed, cancellation);
            File.WriteAllText(truthFile, made.ToJson());
        }

        Truth truth = Truth.FromJson(File.ReadAllText(truthFile));
        return new BenchData(dataset, input, isEvents ? EventsMonth : null, truth.Bytes, truth.Counts);
    }

    /// <summary>Without the rarer forms and with bad e-mails as the only fault: no peer knows our notations of tags or IPv6.</summary>
    private static Truth MakeEvents(string file, long rows, ulong seed, CancellationToken cancellation)
    {
        EventsOptions events = new() { Rows = rows, Seed = seed, Quirks = 0, BadRows = 0, Month = DateOnly.ParseExact(EventsMonth + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture) };
        using CsvRowWriter writer = new(File.Create(file, bufferSize: 0), new CsvForm());
        return EventsGenerator.Generate(events, writer, expected: null, cancellation);
    }

    /// <summary>Without broken objects: a peer would end at the first.</summary>
    private static Truth MakeWebEvents(string folder, long rows, ulong seed, CancellationToken cancellation)
        => WebEventsGenerator.Generate(new WebEventsOptions { Rows = rows, Seed = seed, Bad = 0 }, folder, cancellation);
}
