using Cti.Cli.Schemas;
using Cti.Tests.Cli.Schemas;

namespace Cti.Tests.Cli.Verbs;

/// <summary>What happens when the command line, the settings or the place are wrong: exit 2, the cause, and a result line for data verbs.</summary>
public sealed class UsageTests : IDisposable
{
    private readonly CliRun _run = new();

    public void Dispose() => _run.Dispose();

    [Theory]
    [InlineData("extract-transform --input a --output o", "'--dataset'")]
    [InlineData("extract-transform --dataset events --output o", "'--input'")]
    [InlineData("extract-transform --dataset evnets --input a --output o", "There is no dataset 'evnets'")]
    [InlineData("extract-transform --dataset events --input a --output o --month 2021-13", "--month '2021-13' is no month")]
    [InlineData("extract-transform --dataset events --input a --output o --max-reject-rate 5", "is no share")]
    [InlineData("extract-transform --dataset events --input a --output o --codec zip", "'zip' is none of snappy, gzip, none")]
    [InlineData("extract-transform --dataset events --input a --output o --if-missing 1", "'1' is none of fail, retry, skip")]
    [InlineData("extract-transform --dataset events --input a --output o --memory lots", "is no amount of memory")]
    [InlineData("extract-transform --dataset events --input a --output o --memory 1MB", "64 MB at least")]
    [InlineData("extract-transform --dataset events --input a --output o --threads 0", "is no number of threads")]
    [InlineData("extract-transform --dataset events --input a --output o --run-key ../x", "is no key")]
    [InlineData("extract-transform --dataset events --input a --output o --anonymize mail", "has no such text column")]
    [InlineData("extract-transform --dataset events --input a --output o --anonymize email", "pepper")]
    [InlineData("extract-transform --dataset key-data --input a --output o --month 2021-04", "its records have no time")]
    [InlineData("extract-transform --dataset events --inptu a --output o", "Did you mean --input instead of --inptu?")]
    [InlineData("extract-transform --dataset events --input a --mnth 2021-04 --output o", "There is no option '--mnth'. Did you mean --month instead of --mnth?")]
    [InlineData("extract-transform --dataset events --input a --output o --if-missing skip --anonymize email --bogus", "There is no option '--bogus'. See cti extract-transform --help.")]
    [InlineData("extract-transform --dataset events --input a --output o --incremental", "--incremental")]
    [InlineData("load --dataset events --input missing.json --warehouse duckdb:test", "missing.json")]
    [InlineData("load --dataset events --input m.json --warehouse oracle", "warehouse")]
    [InlineData("run --dataset events --input a --warehouse oracle", "There is no warehouse 'oracle'")]
    public async Task Run_WrongCommandLine_EndsWith2TheCauseAndAResult(string commandLine, string cause)
    {
        string[] arguments = commandLine.Split(' ');
        _run.Environment["CTI_PEPPER"] = cause == "pepper" ? string.Empty : "some pepper";

        Assert.Equal(2, await _run.RunAsync(arguments));

        Assert.Contains(cause, _run.Result["error"]!["message"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Contains(cause, _run.LastErrorLine, StringComparison.Ordinal);
        Assert.Equal(("failed", arguments[0]), (_run.Result["status"]!.GetValue<string>(), _run.Result["verb"]!.GetValue<string>()));
        Assert.Empty(Assert.Single(JsonSchemaValidator.Validate(SchemaCatalog.Read("result"), _run.Output)));
        Assert.Equal(_run.Output, await File.ReadAllTextAsync(_run.XComFile));
        Assert.Null(_run.Parts.Request);
    }

    [Theory]
    [InlineData("qurey number-of-events", "Did you mean query instead of qurey?")]
    [InlineData("plan --dataset events", "plan")]
    [InlineData("query --warehouse duckdb:test", "query")]
    [InlineData("query number-of-things --warehouse duckdb:test", "There is no query 'number-of-things'")]
    [InlineData("quarantine inspect", "See cti quarantine inspect --help.")]
    [InlineData("schema nothing", "There is no schema 'nothing'")]
    [InlineData("schema events", "needs --for: one of redshift, postgres, duckdb, glue, json-schema")]
    [InlineData("schema events --for oracle", "There is no target 'oracle'")]
    [InlineData("schema result --for redshift", "leave --for out")]
    public async Task Run_WrongUseOfOtherVerbs_EndsWith2AndNothingOnStandardOutput(string commandLine, string cause)
    {
        Assert.Equal(2, await _run.RunAsync(commandLine.Split(' ')));

        Assert.Empty(_run.Output);
        Assert.Contains(cause, _run.LastErrorLine, StringComparison.Ordinal);
        Assert.False(File.Exists(_run.XComFile));
    }

    [Fact]
    public async Task Run_NoArguments_ShowsHelpOnStandardErrorAndEndsWith2()
    {
        Assert.Equal(2, await _run.RunAsync());

        Assert.Empty(_run.Output);
        Assert.Contains("extract-transform", _run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WrongCommandLineWithJsonLog_SaysSoInJson()
    {
        Assert.Equal(2, await _run.RunAsync("load", "--log-format", "json"));

        Assert.StartsWith("{\"@timestamp\"", _run.LastErrorLine, StringComparison.Ordinal);
        Assert.Contains("\"event.code\":\"102\"", _run.LastErrorLine, StringComparison.Ordinal);
    }
}
