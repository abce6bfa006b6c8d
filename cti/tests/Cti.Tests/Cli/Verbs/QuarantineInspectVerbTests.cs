using System.Text.Json.Nodes;

namespace Cti.Tests.Cli.Verbs;

public sealed class QuarantineInspectVerbTests : IDisposable
{
    private readonly CliRun _run = new();

    public QuarantineInspectVerbTests() => _run.Write(
        "out/_runs/k/rejects/part-00000.jsonl.gz",
        """
        {"source":"s3://b/x.csv","line":3,"offset":20,"raw":"a,\"b\nc\"","errors":[{"field":"Key","code":"required","message":"Field Key is required","value":null}]}
        {"source":"s3://b/x.csv","line":7,"offset":40,"raw":"d,e","errors":[{"field":"Key","code":"required","message":"Field Key is required","value":"é"}]}
        {"source":"s3://b/y.csv","line":2,"offset":9,"raw":"f","errors":[{"field":null,"code":"ragged_row","message":"The row has 1 field","value":null}]}

        """);

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task Inspect_Table_ShowsReasonsWithAnExample()
    {
        Assert.Equal(0, await InspectAsync());

        Assert.Equal(
            """
            records  field  code        message                source        line  value  raw
            -------  -----  ----------  ---------------------  ------------  ----  -----  -------
                  2  Key    required    Field Key is required  s3://b/x.csv     3      -  a,"b c"
                  1  -      ragged_row  The row has 1 field    s3://b/y.csv     2      -  f

            """,
            _run.Output);
        Assert.Contains("3 rejected records in 1 files, from 2 source objects", _run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inspect_SourceAsCsv_CountsBySource()
    {
        Assert.Equal(0, await InspectAsync("--by", "source", "--format", "csv"));

        Assert.Equal("source,records\ns3://b/x.csv,2\ns3://b/y.csv,1\n", _run.Output);
    }

    [Fact]
    public async Task Inspect_ExamplesAsJson_ShowsSoManyOfEachCutAtTheLength()
    {
        Assert.Equal(0, await InspectAsync("--by", "example", "--examples", "2", "--raw", "2", "--format", "json"));

        JsonArray rows = JsonNode.Parse(_run.Output)!.AsArray();
        Assert.Equal(3, rows.Count);
        Assert.Equal((7, "é", "d,…"), (rows[1]!["line"]!.GetValue<int>(), rows[1]!["value"]!.GetValue<string>(), rows[1]!["raw"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData("--examples", "0")]
    [InlineData("--raw", "-1")]
    [InlineData("--raw", "many")]
    [InlineData("--by", "day")]
    public async Task Inspect_WrongOption_IsUsage(string option, string value)
    {
        Assert.Equal(2, await InspectAsync(option, value));

        Assert.Contains(value, _run.LastErrorLine, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inspect_NothingThere_IsUsage()
    {
        Assert.Equal(2, await _run.RunAsync("quarantine", "inspect", _run.At("nowhere")));

        Assert.Contains("There is no run at", _run.LastErrorLine, StringComparison.Ordinal);
        Assert.Empty(_run.Output);
    }

    private Task<int> InspectAsync(params string[] options) => _run.RunAsync(["quarantine", "inspect", _run.At("out"), .. options]);
}
