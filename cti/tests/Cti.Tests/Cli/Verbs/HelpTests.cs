namespace Cti.Tests.Cli.Verbs;

/// <summary>The help of each verb against a golden file; CTI_UPDATE_GOLDEN=1 writes the files anew.</summary>
public sealed class HelpTests : IDisposable
{
    private readonly CliRun _run = new();

    public void Dispose() => _run.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("extract-transform")]
    [InlineData("load")]
    [InlineData("run")]
    [InlineData("plan")]
    [InlineData("query")]
    [InlineData("schema")]
    [InlineData("erase")]
    [InlineData("quarantine")]
    [InlineData("quarantine inspect")]
    [InlineData("doctor")]
    [InlineData("quarantine replay")]
    public async Task Help_OfEachVerb_IsTheGoldenText(string verb)
    {
        Assert.Equal(0, await _run.RunAsync([.. verb.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]));

        string help = _run.Output.Replace("testhost", "cti", StringComparison.Ordinal);
        string file = Repository.Path("cti", "tests", "Cti.Tests", "Cli", "Golden", $"help{(verb.Length == 0 ? string.Empty : "-" + verb.Replace(' ', '-'))}.txt");
        if (Environment.GetEnvironmentVariable("CTI_UPDATE_GOLDEN") == "1")
        {
            await File.WriteAllTextAsync(file, help);
        }

        Assert.Equal(await File.ReadAllTextAsync(file), help);
        Assert.Empty(_run.Error);
        Assert.True(verb.Length == 0 || help.Contains($"Example:\n  cti {verb} ", StringComparison.Ordinal), "The help shows no example.");
    }

    [Fact]
    public async Task Version_Asked_IsPrintedAlone()
    {
        Assert.Equal(0, await _run.RunAsync("--version"));

        Assert.Matches(@"^\d+\.\d+\.\d+\S*\n$", _run.Output);
        Assert.Empty(_run.Error);
    }

    [Theory]
    [InlineData("[suggest:8]", "cti extr", "extract-transform")]
    [InlineData("[suggest:20]", "cti run --dataset ev", "events")]
    [InlineData("[suggest:21]", "cti schema events --f", "--for")]
    [InlineData("[suggest:40]", "cti run --if-missing ", "retry")]
    public async Task Suggest_HalfACommandLine_IsCompleted(string directive, string commandLine, string expected)
    {
        Assert.Equal(0, await _run.RunAsync(directive, commandLine));

        Assert.Contains(expected, _run.Output.Split('\n'));
        Assert.Empty(_run.Error);
    }
}
