using Cti.Sources.Csv;

namespace Cti.Tests.Sources.Csv;

/// <summary>What cannot be read costs its own row, never another one: the traps, one by one, at any block size.</summary>
public class CsvRecoveryTests
{
    private const string Good = "a,b,c";

    // Row or rows between two good ones; what becomes of each.
    public static TheoryData<string, string> Traps => new()
    {
        { "1,5\" pipe,3", "1 ¦ 5\" pipe ¦ 3" },
        { "1,\"2,3", "unterminated_quote" },
        { "\"1,2,3", "unterminated_quote" },
        { "1,2,\"3", "unterminated_quote" },
        { "1,2,\"", "unterminated_quote" },
        { "\"", "unterminated_quote" },
        { "1,2\",3", "1 ¦ 2\" ¦ 3" },
        { "1,\"2\" x,3", "1 ¦ 2 x ¦ 3" },
        { "1,\"2\" \"x,3", "1 ¦ 2 \"x ¦ 3" },
        { "1, \"2\",3", "1 ¦  \"2\" ¦ 3" },
        { "1,\"2\" ,3", "1 ¦ 2  ¦ 3" },
        { "1, \"2,x\",3", "ragged_row" },
        { "1,a\"\"b,3", "1 ¦ a\"\"b ¦ 3" },
        { "1,2", "ragged_row" },
        { "1", "ragged_row" },
        { "1,2,3,4", "ragged_row" },
        { ",", "ragged_row" },
        { "1,\"2\"", "ragged_row" },
        { "1,\"2\n3\"", "unterminated_quote|ragged_row" },
        { "1,\"2\n3\",4,5", "unterminated_quote|3\" ¦ 4 ¦ 5" },
        { "1,\"2\n3\"x,4", "unterminated_quote|ragged_row" },
        { "1,\"2\r\n3,\"4\" \",5", "unterminated_quote|3 ¦ 4 \" ¦ 5" },
        { "1,\"2,3\n4,5\",6", "1 ¦ 2,3\n4,5 ¦ 6" },
        { "x\"y,\"2\n2\",3", "unterminated_quote|ragged_row" },
        { "\"a\"b,\"2\n2\",3", "unterminated_quote|ragged_row" },
        { "1,\"2,3\n1,\"2,3\n1,\"2,3", "unterminated_quote|unterminated_quote|unterminated_quote" },
        { "\0,2,3", "nul_byte" },
        { "1,\"2\0\n\",3", "nul_byte" },
        { "1,\"2\0,3", "nul_byte" },
        { "1,2\0", "nul_byte" },
        { "1,\u0080,3", "invalid_utf8" },
        { "1,2\u00C3", "invalid_utf8" },
        { "1,\u00C3\u00A9,3", "1 ¦ \u00C3\u00A9 ¦ 3" },
        { "\u00ED\u00A0\u0080,2,3", "invalid_utf8" },
        { "1,\u00FF\n\u00FF,2,3\n\0", "invalid_utf8|invalid_utf8|nul_byte" },
    };

    [Theory]
    [MemberData(nameof(Traps))]
    public void Parse_TrapBetweenGoodRows_CostsItsOwnRowsOnly(string rows, string outcome)
    {
        foreach (string lineBreak in new[] { "\n", "\r\n" })
        {
            string[] before = [.. Enumerable.Range(0, 20).Select(_ => Good)];
            string text = string.Join(lineBreak, ["f0,f1,f2", .. before, rows, .. before]) + lineBreak;
            foreach (int block in new[] { 1, 7, 64, 100, 1000, 1 << 20 })
            {
                CsvRun run = Run(text, block);
                Assert.Equal(Expected(20, outcome, 20), run.Items.Select(Outcome));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Traps))]
    public void Parse_TrapAtTheEnd_CostsItsOwnRowsOnly(string rows, string outcome)
    {
        foreach (string end in new[] { "", "\n", "\r\n", "\r", "\n\n" })
        {
            foreach (int block in new[] { 1, 64, 1 << 20 })
                Assert.Equal(Expected(1, outcome, 0), Run($"f0,f1,f2\n{Good}\n{rows}{end}", block).Items.Select(Outcome));
        }
    }

    [Fact]
    public void Parse_StrayQuoteThenManyRows_SwallowsNoneOfThem()
    {
        // A trial lost half its rows to this: the second stray quote closed what the first had opened.
        string[] rows = [.. Enumerable.Range(0, 1000).Select(i => i is 300 or 700 ? $"{i},5\" pipe,c" : i is 500 ? $"{i},\"pipe,c" : $"{i},pipe,c")];
        CsvRun run = Run("f0,f1,f2\n" + string.Join('\n', rows), 1 << 20);
        Assert.Equal(rows, run.Items.Select(item => item.Raw));
        Assert.Equal("unterminated_quote", Assert.Single(run.Items, item => item.Code is not null).Code);
    }

    [Fact]
    public void Parse_QuoteNotClosedWithinTheFieldLimit_CostsOneRow()
    {
        string[] rows = ["1,\"open,3", .. Enumerable.Range(0, 400).Select(i => $"{i},x,y"), "1,2,closed\"", Good];
        CsvRun run = CsvRun.Of("f0,f1,f2\n" + string.Join('\n', rows), new CsvSourceOptions { MaxFieldBytes = 1000, BlockBytes = 600 });
        Assert.Equal(rows, run.Items.Select(item => item.Raw));
        Assert.Equal(["unterminated_quote"], run.Items.Where(item => item.Code is not null).Select(item => item.Code));
    }

    [Fact]
    public void Parse_RecordLongerThanAnyMayBe_CostsItsFirstLine()
    {
        string longField = $"\"{string.Join('\n', Enumerable.Repeat("1234567", 100))}\"";
        var options = new CsvSourceOptions { MaxFieldBytes = 2000, MaxRecordBytes = 256, BlockBytes = 16 };
        CsvRun run = CsvRun.Of($"f0,f1,f2\n{Good}\n1,2,{longField}\n{Good}\n", options);
        Assert.Equal("unterminated_quote", run.Items[1].Code);
        Assert.Equal("1,2,\"1234567", run.Items[1].Raw);
        Assert.Equal(99, run.Items.Count(item => item.Code == "ragged_row"));
        Assert.Equal(Good, run.Items[^1].Raw);
    }

    [Fact]
    public void Parse_Ragged_SaysWhatIsFoundAndExpected()
    {
        CsvRun run = CsvRun.Of("f0,f1,f2\n1,2\n");
        Assert.Contains("2 fields", Assert.Single(Assert.Single(run.Batches).Rejects).Failure.Message, StringComparison.Ordinal);
        Assert.Contains("expected are 3", run.Batches[0].Rejects[0].Failure.Message, StringComparison.Ordinal);
    }

    private static CsvRun Run(string text, int block) =>
        CsvRun.Of([System.Text.Encoding.Latin1.GetBytes(text)], new CsvSourceOptions { BlockBytes = block });

    private static IEnumerable<string> Expected(int before, string outcome, int after) =>
        [.. Enumerable.Repeat("a ¦ b ¦ c", before), .. outcome.Split('|'), .. Enumerable.Repeat("a ¦ b ¦ c", after)];

    private static string Outcome(CsvItem item) => item.Code ?? item.Fields;
}
