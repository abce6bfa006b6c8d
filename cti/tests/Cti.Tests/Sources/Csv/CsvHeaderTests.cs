using System.Text;
using Cti.Failures;
using Cti.Sources.Csv;

namespace Cti.Tests.Sources.Csv;

public class CsvHeaderTests
{
    [Theory]
    [InlineData(',')]
    [InlineData(';')]
    [InlineData('\t')]
    [InlineData('|')]
    public void Read_AnyDelimiter_IsFoundFromTheHeader(char delimiter)
    {
        string text = "f0,f1,f2\na,b,c\n".Replace(',', delimiter);
        Assert.Equal("a ¦ b ¦ c", Assert.Single(CsvRun.Of(text).Items).Fields);
    }

    [Fact]
    public void Read_DelimiterGiven_IsNotSearched()
    {
        var options = new CsvSourceOptions { Delimiter = '!' };
        Assert.Equal("a,b ¦ ; ¦ c", Assert.Single(CsvRun.Of("f0!f1!f2\na,b!;!c\n", options).Items).Fields);
    }

    [Fact]
    public void Read_QuotedNamesWithLineBreaks_AreOneHeader()
    {
        CsvRun run = CsvRun.Of("f0,\"f1\",f2,\"a\nb,\"\"c\"\"\"\r\n1,2,3,4\n");
        CsvItem item = Assert.Single(run.Items);
        Assert.Equal("1 ¦ 2 ¦ 3", item.Fields);
        Assert.Equal(3, item.Line);
        Assert.Contains("a\nb,\"c\"", Assert.Single(run.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ExtraColumns_WarnOncePerObject()
    {
        byte[][] objects = [.. Enumerable.Repeat(Encoding.UTF8.GetBytes("x,f0,f1,f2,\n9,a,b,c,9\n"), 3)];
        CsvRun run = CsvRun.Of(objects, new CsvSourceOptions { BlockBytes = 5 });
        Assert.Equal(3, run.Warnings.Count);
        Assert.Contains("/data/1.csv", run.Warnings[1], StringComparison.Ordinal);
        Assert.Contains("x, (unnamed)", run.Warnings[1], StringComparison.Ordinal);
        Assert.All(run.Items, item => Assert.Equal("a ¦ b ¦ c", item.Fields));
    }

    [Theory]
    [InlineData("f0,f1\na,b\n", "f2")]
    [InlineData("f0,fx,f1\n", "fx")]
    [InlineData("a,b,c", "f0, f1, f2")]
    [InlineData("f0;f1\n", "f2")]
    public void Read_MissingColumn_FailsNamingItAndThoseFoundAndTheObject(string text, string named)
    {
        CtiException failure = Assert.Throws<CtiException>(() => CsvRun.Of(text));
        Assert.Equal(FailureKind.Usage, failure.Kind);
        Assert.Contains("/data/0.csv", failure.Message, StringComparison.Ordinal);
        Assert.Contains(named, failure.Message, StringComparison.Ordinal);
        Assert.Contains("found: " + string.Join(", ", text.Split('\n')[0].Split(',', ';')), failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_DeclaredColumnTwice_Fails()
    {
        CtiException failure = Assert.Throws<CtiException>(() => CsvRun.Of("f0,f1,F0 ,f2\n"));
        Assert.Equal(FailureKind.Usage, failure.Kind);
        Assert.Contains("f0 twice", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_MissingColumnInALaterObject_FailsOnlyWhenItsTurnComes()
    {
        byte[][] objects = [Encoding.UTF8.GetBytes("f0,f1,f2\na,b,c\n"), Encoding.UTF8.GetBytes("f0,f1\n")];
        Assert.Contains("/data/1.csv", Assert.Throws<CtiException>(() => CsvRun.Of(objects)).Message, StringComparison.Ordinal);
    }

    public static TheoryData<byte[], string> NoCsv => new()
    {
        { Encoding.UTF8.GetBytes("PAR1\u0015\u0004\0\0\n"), "Parquet" },
        { Encoding.UTF8.GetBytes("{\"id\":1}\n{\"id\":2}\n"), "JSON" },
        { Encoding.UTF8.GetBytes(" [\n {}]"), "JSON" },
        { Encoding.UTF8.GetBytes("{\"id\":1," + new string('x', 2_000_000)), "JSON" },
        { Encoding.UTF8.GetBytes("<?xml version=\"1.0\"?>\n"), "XML" },
        { Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("f0,f1,f2\n")).ToArray(), "UTF-16" },
        { Encoding.BigEndianUnicode.GetPreamble().Concat(Encoding.BigEndianUnicode.GetBytes("f0,f1,f2\n")).ToArray(), "UTF-16" },
        { Encoding.Unicode.GetBytes("f0,f1,f2\n"), "NUL" },
        { [0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, 0, 0, 0, 0, 0], "NUL" },
        { Encoding.Latin1.GetBytes("f0,f1,f2,gr\u00F6sse\n1,2,3,4\n"), "UTF-8" },
        { Encoding.UTF8.GetBytes(new string('x', 2_000_000)), "no whole header" },
    };

    [Theory]
    [MemberData(nameof(NoCsv))]
    public void Read_NoCsv_FailsSayingWhatItLooksLike(byte[] content, string named)
    {
        CtiException failure = Assert.Throws<CtiException>(() => CsvRun.Of([content]));
        Assert.Equal(FailureKind.Usage, failure.Kind);
        Assert.Contains("/data/0.csv", failure.Message, StringComparison.Ordinal);
        Assert.Contains(named, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[f0],f0,f1,f2\n[,1,2,3\n")]
    [InlineData("f0,f1,f2\n{\"a\":1},[],PAR1\n")]
    [InlineData("f0,f1,f2,PAR1\nPAR1,<x>,{,}\n")]
    [InlineData("PAR1,f0,f1,f2\nPAR1,<x>,{,}\n")]
    [InlineData("BZh9,f0,f1,f2\n1,2,3,4\n")]
    public void Read_CsvThatResemblesSomethingElse_IsRead(string text) => Assert.Null(Assert.Single(CsvRun.Of(text).Items).Code);

    [Fact]
    public void Read_LineLongerThanAnyMayBe_FailsNamingLineAndOffset()
    {
        string text = $"f0,f1,f2\na,b,c\n{new string('x', 5000)}\n";
        CtiException failure = Assert.Throws<CtiException>(() => CsvRun.Of(text, new CsvSourceOptions { MaxRecordBytes = 1024, BlockBytes = 64 }));
        Assert.Equal(FailureKind.Usage, failure.Kind);
        Assert.Contains("line 3 (at byte 15)", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData('"')]
    [InlineData('\n')]
    [InlineData('é')]
    public void Create_DelimiterThatCannotBe_IsRefused(char delimiter) =>
        Assert.ThrowsAny<ArgumentException>(() => CsvRun.Of("", new CsvSourceOptions { Delimiter = delimiter }));
}
