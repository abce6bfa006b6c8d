using System.Text;
using Cti.Sources.Csv;

namespace Cti.Tests.Sources.Csv;

/// <summary>Sound records, whatever they are made of.</summary>
public class CsvRecordsTests
{
    private const string Header = "f0,f1,f2\n";

    [Theory]
    [InlineData("a,b,c\n", "a ¦ b ¦ c")]
    [InlineData("a,b,c", "a ¦ b ¦ c")]
    [InlineData("a,b,c\r\n", "a ¦ b ¦ c")]
    [InlineData("a,b,c\r", "a ¦ b ¦ c")]
    [InlineData("a,b,\n", "a ¦ b ¦ ")]
    [InlineData("a,b,", "a ¦ b ¦ ")]
    [InlineData(",,\n", " ¦  ¦ ")]
    [InlineData(",,", " ¦  ¦ ")]
    [InlineData("\"a\",\"b\",\"c\"\n", "a ¦ b ¦ c")]
    [InlineData("\"a\",\"b\",\"c\"", "a ¦ b ¦ c")]
    [InlineData("\"\",\"\",\"\"", " ¦  ¦ ")]
    [InlineData("\"a,b\",\"c\nd\",\"e\r\nf\"\n", "a,b ¦ c\nd ¦ e\r\nf")]
    [InlineData("\"\"\"\",\"a\"\"b\",\"\"\"a\"\"\"\n", "\" ¦ a\"b ¦ \"a\"")]
    [InlineData(" a , b , c \n", " a  ¦  b  ¦  c ")]
    [InlineData("a\0b,b,c\n", null)]
    public void Parse_OneRow_GivesItsFields(string row, string? fields)
    {
        CsvItem item = Assert.Single(CsvRun.Of(Header + row).Items);
        Assert.Equal(fields is null ? "nul_byte" : null, item.Code);
        Assert.Equal(fields ?? string.Empty, item.Fields);
        Assert.Equal(2, item.Line);
        Assert.Equal(Header.Length, item.Offset);
        Assert.Equal(row.TrimEnd('\r', '\n'), item.Raw);
    }

    [Theory]
    [InlineData("")]
    [InlineData("f0,f1,f2")]
    [InlineData("f0,f1,f2\n")]
    [InlineData("f0,f1,f2\r\n\r\n\r\n")]
    [InlineData("\uFEFF")]
    [InlineData("\uFEFFf0,f1,f2\n")]
    [InlineData("\n\r\n\r")]
    public void Parse_EmptyOrHeaderOnly_GivesNoBlock(string text)
    {
        CsvRun run = CsvRun.Of(text);
        Assert.Empty(run.Items);
    }

    [Fact]
    public void Parse_BlankLines_AreSkippedAndCountedAsLines()
    {
        CsvRun run = CsvRun.Of("\n\nf0,f1,f2\n\n\na,b,c\n\r\n\r\rd,e,f\n\n");
        Assert.Equal(["a,b,c", "d,e,f"], run.Items.Select(item => item.Raw));
        Assert.Equal([6L, 10L], run.Items.Select(item => item.Line));
    }

    [Fact]
    public void Parse_LineOfSpaces_IsARecord()
    {
        Assert.Equal("   ", Assert.Single(CsvRun.Of("f0\n   \n", fields: 1).Items).Fields);
        Assert.Equal("ragged_row", Assert.Single(CsvRun.Of("f0,f1,f2\n   \n").Items).Code);
    }

    [Fact]
    public void Parse_LinesWithinFields_CountForTheLinesAfter()
    {
        CsvRun run = CsvRun.Of("f0,f1,f2\n\"a\n\r\n\rb\",x,y\nc,d,e\n");
        Assert.Equal([2L, 6L], run.Items.Select(item => item.Line));
    }

    [Fact]
    public void Parse_ByteOrderMark_IsNoPartOfTheFirstColumnButCountsAsOffset()
    {
        CsvItem item = Assert.Single(CsvRun.Of("\uFEFFf0,f1,f2\na,b,c").Items);
        Assert.Equal(12, item.Offset);
        Assert.Equal("a ¦ b ¦ c", item.Fields);
    }

    [Fact]
    public void Parse_ColumnsReorderedAndInOtherCase_FillTheDeclaredFields()
    {
        CsvRun run = CsvRun.Of(" F2 ;f0;\"F1\"\n1;2;3\n");
        Assert.Equal("2 ¦ 3 ¦ 1", Assert.Single(run.Items).Fields);
        Assert.Empty(run.Warnings);
    }

    [Fact]
    public void Parse_SeveralObjects_EachWithItsOwnColumnsAndDelimiter()
    {
        byte[][] objects = [.. new[] { "f0,f1,f2\na,b,c", "f2|f1|f0\nc|b|a\n", "", "f1\tx\tf0\tf2\r\nb\t?\ta\tc\r\n" }.Select(Encoding.UTF8.GetBytes)];
        CsvRun run = CsvRun.Of(objects);
        Assert.Equal(["a ¦ b ¦ c", "a ¦ b ¦ c", "a ¦ b ¦ c"], run.Items.Select(item => item.Fields));
        Assert.Equal([0, 1, 3], run.Items.Select(item => item.Source));
        Assert.Equal([2L, 2L, 2L], run.Items.Select(item => item.Line));
        Assert.Single(run.Blocks);
    }

    [Fact]
    public void Parse_WideRows_PastTheIndexOfOneStretch()
    {
        string[] names = CsvRun.Fields(10_000);
        string row = string.Join(',', names);
        CsvRun run = CsvRun.Of($"{row}\n{row}\n{string.Join(",\"\"", names)}\nx\n{row}");
        Assert.Equal([null, null, "ragged_row", null], run.Items.Select(item => item.Code));
        Assert.All(run.Items.Where(item => item.Code is null), item => Assert.Equal("f0 ¦ f1 ¦ f2", item.Fields));
    }

    [Theory]
    [InlineData(1 << 20, null)]
    [InlineData((1 << 20) + 1, "field_too_long")]
    public void Parse_FieldAtTheLimit_IsTakenAndPastItRejected(int length, string? code)
    {
        string field = new('x', length);
        string text = $"{Header}a,b,c\n1,{field},3\n1,\"{field}\",3\n1,2,\"\"\"{field[1..]}\"\nd,e,f\n";
        CsvRun run = CsvRun.Of(text);
        Assert.Equal([null, code, code, code, null], run.Items.Select(item => item.Code));
        Assert.Equal([2L, 3L, 4L, 5L, 6L], run.Items.Select(item => item.Line));
        Assert.Equal($"1,\"{field}\",3", run.Items[2].Raw);
    }

    [Fact]
    public void Parse_RowOfManyLongFields_IsTaken()
    {
        string field = new('x', 900_000);
        CsvRun run = CsvRun.Of($"{Header}{field},{field},\"{field}\"\n\"{field}\n\",{field},{field}\na,b,c", new CsvSourceOptions { BlockBytes = 1 << 20 });
        Assert.All(run.Items, item => Assert.Null(item.Code));
        Assert.Equal(3, run.Items.Count);
    }
}
