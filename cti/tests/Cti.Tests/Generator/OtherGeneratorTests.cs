using Cti.Generator.Interactions;
using Cti.Generator.KeyData;
using Cti.Generator.Output;

namespace Cti.Tests.Generator;

public class OtherGeneratorTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(99)]
    public void KeyData_AnySeed_TruthIsWhatANaiveProgramFinds(ulong seed)
    {
        KeyDataOptions options = new() { Rows = 20_000, Seed = seed };

        (Stream file, Truth truth) = Run(writer => KeyDataGenerator.Generate(options, writer, CancellationToken.None));

        AssertSame(NaiveKeyData.Judge(file), truth);
        Assert.Equal(["Data:required", "Key:required", "empty_record"], truth.RejectedByReason.Keys);
        Assert.True(truth.Counts.Duplicates > 100);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(99)]
    public void Interactions_AnySeed_TruthIsWhatANaiveProgramFinds(ulong seed)
    {
        InteractionsOptions options = new() { Rows = 20_000, Seed = seed, Duplicates = 0.1 };

        (Stream file, Truth truth) = Run(writer => InteractionsGenerator.Generate(options, writer, CancellationToken.None));

        (NaiveCounts counts, int completeRows) = NaiveInteractions.Judge(file);
        AssertSame(counts, truth);
        Assert.Equal(completeRows, truth.Written["sum_of_interaction_count"]);
        Assert.True(truth.Counts.Duplicates > 1000);
    }

    private static void AssertSame(NaiveCounts found, Truth truth)
    {
        Assert.Equal(20_000, truth.Counts.Read);
        Assert.Equal((found.Read, found.Written, found.Duplicates, found.Rejected), (truth.Counts.Read, truth.Counts.Written, truth.Counts.Duplicates, truth.Counts.Rejected));
        Assert.Equal(found.Reasons, truth.RejectedByReason);
    }

    private static (Stream File, Truth Truth) Run(Func<CsvRowWriter, Truth> generate)
    {
        using MemoryStream file = new();
        Truth truth;
        using (CsvRowWriter writer = new(file, new CsvForm())) truth = generate(writer);
        return (new MemoryStream(file.ToArray()), truth);
    }
}
