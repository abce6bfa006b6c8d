using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Cti.Generator.Events;
using Cti.Generator.Output;

namespace Cti.Tests.Generator;

public class EventsGeneratorTests
{
    private static readonly EventsOptions Rich = new()
    {
        Rows = 60_000,
        Duplicates = 0.03,
        Clashes = 0.01,
        Abb = 0.005,
        BadEmails = 0.01,
        BadRows = 0.01,
        OtherMonths = 0.02,
        Quirks = 0.1,
        Noise = 0.5,
    };

    [Theory]
    [InlineData(1)]
    [InlineData(ulong.MaxValue)]
    public void Generate_SixtyThousandRows_TruthIsWhatANaiveProgramFinds(ulong seed)
    {
        (byte[] file, byte[] expected, Truth truth) = Run(Rich with { Seed = seed }, new CsvForm());

        NaiveEvents found = NaiveEvents.Judge(new MemoryStream(file), new DateTime(2021, 4, 1));

        AssertSame(found, truth);
        Assert.Equal(60_000, truth.Counts.Read);
        Assert.Equal(file.Length, truth.Bytes);
        Assert.All(new[] { truth.Counts.Duplicates, truth.Counts.Reassigned, truth.Counts.Filtered, truth.Counts.Rejected }, count => Assert.True(count > 100));
        List<string[]> rows = [.. NaiveCsv.Read(new MemoryStream(expected)).Skip(1)];
        Assert.Equal(found.Written.Count, rows.Count);
        Assert.Equal(found.Written.Select(row => string.Join('|', row)), rows.Select(row => string.Join('|', row)));
    }

    [Fact]
    public void Generate_EveryStageAtWork_EveryReasonAndEveryTrapOccurs()
    {
        (byte[] file, _, Truth truth) = Run(Rich, new CsvForm());
        string text = Encoding.UTF8.GetString(file);

        Assert.Equal(
            ["action:required", "action:too_long", "country:required", "country:too_long", "email:invalid_email", "email:required", "id:invalid_uuid", "id:required",
             "ip:invalid_ip", "ip:required", "ragged_row", "timestamp:invalid_timestamp", "timestamp:required", "uri:required", "uri:too_long"],
            truth.RejectedByReason.Keys);
        Assert.Contains("2001:db8:", text, StringComparison.Ordinal);
        Assert.Contains("\"[\"\"don't\"\"", text, StringComparison.Ordinal);
        Assert.Contains(",2021-03-31,", text, StringComparison.Ordinal);
        Assert.Equal(truth.Counts.Written, truth.Written.Where(sum => sum.Key.StartsWith("rows_with", StringComparison.Ordinal)).Sum(sum => sum.Value));
    }

    [Fact]
    public void Generate_FormOfTheFileChanged_TruthIsTheSame()
    {
        EventsOptions options = Rich with { Rows = 5_000 };
        Truth plain = Run(options, new CsvForm()).Truth;
        CsvForm form = new() { Crlf = true, QuoteAll = true, Bom = true, Gzip = true, NoFinalNewline = true };

        (byte[] file, _, Truth truth) = Run(options, form);

        using GZipStream unpacked = new(new MemoryStream(file), CompressionMode.Decompress);
        using MemoryStream content = new();
        unpacked.CopyTo(content);
        Assert.Equal(content.Length, truth.Bytes);
        Assert.Equal([0xEF, 0xBB, 0xBF, (byte)'"'], content.ToArray()[..4]);
        Assert.NotEqual((byte)'\n', content.ToArray()[^1]);
        content.Position = 0;
        AssertSame(NaiveEvents.Judge(content, new DateTime(2021, 4, 1)), truth);
        Assert.Equivalent(plain.Counts, truth.Counts, strict: true);
    }

    [Fact]
    public void Generate_NoQuirks_RepeatsDifferInCaseAndSpacesOnly()
    {
        (byte[] file, _, Truth truth) = Run(Rich with { Quirks = 0, Noise = 1, Rows = 10_000, BadRows = 0 }, new CsvForm());
        string text = Encoding.UTF8.GetString(file);

        AssertSame(NaiveEvents.Judge(new MemoryStream(file), new DateTime(2021, 4, 1)), truth);
        Assert.DoesNotContain("00:00", text, StringComparison.Ordinal);
        Assert.DoesNotContain("2001:", text, StringComparison.Ordinal);
        Assert.DoesNotContain("[\"\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Generate_SameSeed_GivesTheBytesItAlwaysGave()
    {
        // The digest pins the bytes across machines and versions of .NET; it changes only with the generator itself.
        byte[] file = Run(new EventsOptions { Rows = 20_000, Seed = 7 }, new CsvForm()).File;

        Assert.Equal("b9d04a48fac74d7846759d73fe09b769ff253ea187806ca84f0b7b614887414f", Convert.ToHexStringLower(SHA256.HashData(file)));
    }

    [Fact]
    public void Generate_OtherSeed_GivesOtherRows()
    {
        byte[] one = Run(new EventsOptions { Rows = 10, Seed = 1 }, new CsvForm()).File;
        byte[] two = Run(new EventsOptions { Rows = 10, Seed = 2 }, new CsvForm()).File;

        Assert.NotEqual(one, two);
    }

    [Fact]
    public void Generate_NoRows_WritesTheHeaderAlone()
    {
        (byte[] file, _, Truth truth) = Run(new EventsOptions { Rows = 0 }, new CsvForm());

        Assert.Equal("id,timestamp,email,country,ip,uri,action,tags\n", Encoding.UTF8.GetString(file));
        Assert.Equal(0, truth.Counts.Read);
    }

    [Fact]
    public void Violations_WrongOptions_AreAllNamed()
    {
        EventsOptions wrong = new() { Rows = -1, Month = new DateOnly(2021, 4, 2), People = 0, Duplicates = 0.5, Clashes = 0.5, Noise = 2 };

        Assert.Equal(5, wrong.Violations().Count());
        Assert.Empty(Rich.Violations());
    }

    private static void AssertSame(NaiveEvents found, Truth truth)
    {
        Assert.Equal(
            (found.Read, found.Written.Count, found.Duplicates, found.Reassigned, found.Filtered, found.Rejected),
            (truth.Counts.Read, (int)truth.Counts.Written, truth.Counts.Duplicates, truth.Counts.Reassigned, truth.Counts.Filtered, truth.Counts.Rejected));
        Assert.Equal(found.RejectedByReason, truth.RejectedByReason);
        Assert.Equal(found.Written.Sum(row => int.Parse(row[2].AsSpan(8, 2), CultureInfo.InvariantCulture)), truth.Written["sum_of_day_of_month"]);
    }

    private static (byte[] File, byte[] Expected, Truth Truth) Run(EventsOptions options, CsvForm form)
    {
        using MemoryStream file = new();
        using MemoryStream expected = new();
        Truth truth;
        using (CsvRowWriter rows = new(expected, new CsvForm()))
        using (CsvRowWriter writer = new(file, form))
            truth = EventsGenerator.Generate(options, writer, rows, CancellationToken.None);
        return (file.ToArray(), expected.ToArray(), truth);
    }
}
