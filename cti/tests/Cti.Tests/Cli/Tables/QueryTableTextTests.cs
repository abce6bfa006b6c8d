using Cti.Cli.Tables;
using Cti.Warehouses;

namespace Cti.Tests.Cli.Tables;

public class QueryTableTextTests
{
    private static readonly QueryTable Answer = new(
        ["name", "events", "share", "day"],
        [
            ["müller, \"x\"", 1234L, 0.5, new DateTime(2021, 4, 1, 0, 0, 0, DateTimeKind.Utc)],
            ["a\nb", 7L, double.NaN, new DateTime(2021, 4, 1, 12, 30, 0, 500, DateTimeKind.Utc)],
            [null, null, 1.25m, null],
        ]);

    private static readonly QueryTable Nothing = new(["name", "events"], []);

    [Fact]
    public void Lines_Table_AlignsNumbersToTheRightAndStaysOneLineARow() =>
        Assert.Equal(
            [
                "name         events  share  day",
                "-----------  ------  -----  ---------------------",
                "müller, \"x\"    1234    0.5  2021-04-01",
                "a b               7    NaN  2021-04-01T12:30:00.5",
                "-                 -   1.25  -",
            ],
            QueryTableText.Lines(Answer, TableFormat.Table));

    [Fact]
    public void Lines_Json_IsAnArrayOfOneObjectALine() =>
        Assert.Equal(
            [
                """[{"name":"müller, \"x\"","events":1234,"share":0.5,"day":"2021-04-01"},""",
                """ {"name":"a\nb","events":7,"share":null,"day":"2021-04-01T12:30:00.5"},""",
                """ {"name":null,"events":null,"share":1.25,"day":null}]""",
            ],
            QueryTableText.Lines(Answer, TableFormat.Json));

    [Fact]
    public void Lines_Csv_QuotesByRfc4180() =>
        Assert.Equal(
            [
                "name,events,share,day",
                "\"müller, \"\"x\"\"\",1234,0.5,2021-04-01",
                "\"a\nb\",7,NaN,2021-04-01T12:30:00.5",
                ",,1.25,",
            ],
            QueryTableText.Lines(Answer, TableFormat.Csv));

    [Fact]
    public void Lines_NoRows_AreStillAnAnswer()
    {
        Assert.Equal(["[]"], QueryTableText.Lines(Nothing, TableFormat.Json));
        Assert.Equal(["name,events"], QueryTableText.Lines(Nothing, TableFormat.Csv));
        Assert.Equal(["name  events", "----  ------"], QueryTableText.Lines(Nothing, TableFormat.Table));
    }
}
