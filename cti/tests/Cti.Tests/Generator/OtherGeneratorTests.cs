using System.Globalization;
using Cti.Generator.Interactions;
using Cti.Generator.KeyData;
using Cti.Generator.Output;
using CsvHelper;

namespace Cti.Tests.Generator;

public class OtherGeneratorTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(99)]
    public void KeyData_AnySeed_TruthIsWhatANaiveProgramFinds(ulong seed)
    {
        KeyDataOptions options = new() { Rows = 20_000, Seed = seed };

        (List<string[]> rows, Truth truth) = Run(writer => KeyDataGenerator.Generate(options, writer, CancellationToken.None));

        var pairs = rows.Select(row => (Key: row[0].Trim().ToLowerInvariant(), Data: row[1].Trim().ToLowerInvariant())).ToList();
        int good = pairs.Count(pair => pair.Key != "" && pair.Data != "");
        int distinct = pairs.Where(pair => pair.Key != "" && pair.Data != "").Distinct().Count();
        Assert.Equal((20_000, distinct, good - distinct, 20_000 - good), (truth.Counts.Read, truth.Counts.Written, truth.Counts.Duplicates, truth.Counts.Rejected));
        Assert.Equal(pairs.Count(pair => pair.Key == "" && pair.Data != ""), truth.RejectedByReason["Key:required"]);
        Assert.Equal(pairs.Count(pair => pair.Key != "" && pair.Data == ""), truth.RejectedByReason["Data:required"]);
        Assert.Equal(pairs.Count(pair => pair.Key == "" && pair.Data == ""), truth.RejectedByReason["empty_record"]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(99)]
    public void Interactions_AnySeed_TruthIsWhatANaiveProgramFinds(ulong seed)
    {
        InteractionsOptions options = new() { Rows = 20_000, Seed = seed, Duplicates = 0.1 };

        (List<string[]> rows, Truth truth) = Run(writer => InteractionsGenerator.Generate(options, writer, CancellationToken.None));

        Dictionary<(string, string, string), string[]> last = [];
        int good = 0;
        foreach (string[] row in rows)
        {
            bool isGood = row.Take(3).All(IsId) && (row[4] == "" || DateTime.TryParse(row[4], CultureInfo.InvariantCulture, out _));
            if (!isGood) continue;
            good++;
            last[(row[0], row[1], row[2])] = row;
        }

        Assert.Equal((20_000, last.Count, good - last.Count, 20_000 - good), (truth.Counts.Read, truth.Counts.Written, truth.Counts.Duplicates, truth.Counts.Rejected));
        Assert.Equal(last.Values.Count(row => row.All(field => field != "")), truth.Written["sum_of_interaction_count"]);
        Assert.Equal(truth.Counts.Rejected, truth.RejectedByReason.Values.Sum());
    }

    private static bool IsId(string text) => long.TryParse(text, CultureInfo.InvariantCulture, out long number) ? number > 0 : text.Trim().Length > 0;

    private static (List<string[]> Rows, Truth Truth) Run(Func<CsvRowWriter, Truth> generate)
    {
        using MemoryStream file = new();
        Truth truth;
        using (CsvRowWriter writer = new(file, new CsvForm())) truth = generate(writer);
        using CsvParser parser = new(new StreamReader(new MemoryStream(file.ToArray())), CultureInfo.InvariantCulture);
        List<string[]> rows = [];
        parser.Read();
        while (parser.Read()) rows.Add(parser.Record!);
        return (rows, truth);
    }
}
