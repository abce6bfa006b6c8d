using System.Globalization;
using System.Text.Json;

namespace Cti.Tests.Pipelines.Quarantine;

/// <summary>A clean input, the same with damaged rows, and what corrects each of those.</summary>
internal sealed record DirtyInput(string Clean, string Dirty, IReadOnlyList<string> Corrections)
{
    public static DirtyInput Make(string dataset, Random random, int rows, string folder)
    {
        bool isJson = dataset == "customers";
        string[] good = [.. Enumerable.Range(0, rows).Select(i => isJson ? Customer(random, i) : KeyData(random, i))];
        string clean = Place(folder, "clean", dataset, isJson);
        string dirty = Place(folder, "dirty", dataset, isJson);
        List<string> corrections = [];
        using StreamWriter one = new(clean);
        using StreamWriter other = new(dirty);
        if (!isJson)
        {
            one.Write("Key,Data\n");
            other.Write("extra\tData\tkey\n");
        }

        for (int i = 0; i < rows; i++)
        {
            one.Write(good[i] + "\n");
            string raw = isJson ? good[i] : $"e\t{good[i].Split(',')[1]}\t{good[i].Split(',')[0]}";
            if (random.Next(4) == 0)
            {
                corrections.Add(JsonSerializer.Serialize(new { source = dirty, line = i + (isJson ? 1 : 2), raw }));
                raw = isJson ? BadJson(random, raw) : BadCsv(random, raw);
            }

            other.Write(raw + "\n");
        }

        return new DirtyInput(clean, dirty, corrections);
    }

    private static string Place(string folder, string root, string dataset, bool isJson)
    {
        string place = Path.Combine(folder, root, "date=2020-01-01", "hour=03");
        Directory.CreateDirectory(place);
        return Path.Combine(place, dataset + (isJson ? ".json" : ".csv"));
    }

    private static string KeyData(Random random, int row) => string.Create(CultureInfo.InvariantCulture, $"k{random.Next(500)},v{row % 7} ä");

    // A customer's versions differ in last_change: which one stays does not depend on how the rows are spread over runs.
    private static string Customer(Random random, int row) =>
        $$"""{"id":"00{{random.Next(400)}}","first_name":"F{{row}}","last_name":"}{","email":"a{{row}}@b.de","last_change":"2020-01-0{{1 + (row / 500)}}T00:{{row % 500 / 60:D2}}:{{row % 60:D2}}"}""";

    private static string BadCsv(Random random, string raw) => random.Next(3) switch
    {
        0 => raw + "\tmore",
        1 => raw[..(raw.LastIndexOf('\t') + 1)],
        _ => "\"" + raw,
    };

    private static string BadJson(Random random, string raw) => random.Next(3) switch
    {
        0 => raw[..^1],
        1 => raw.Replace("@b.de", "", StringComparison.Ordinal),
        _ => raw.Replace("\"first_name\":", "\"first_name\"", StringComparison.Ordinal),
    };
}
