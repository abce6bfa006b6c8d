using System.Text.Json.Nodes;
using Cti.Cli.Schemas;

namespace Cti.Tests.Cli.Verbs;

public sealed class SchemaVerbTests : IDisposable
{
    private readonly CliRun _run = new();

    public void Dispose() => _run.Dispose();

    public static TheoryData<string> Documents => [.. SchemaCatalog.Names];

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task Schema_OfADocument_IsPrintedAsItIs(string name)
    {
        Assert.Equal(0, await _run.RunAsync("schema", name));

        Assert.Equal(SchemaCatalog.Read(name), _run.Output);
        Assert.Empty(_run.Error);
    }

    [Theory]
    [InlineData("redshift", "DISTKEY")]
    [InlineData("postgres", "CREATE TABLE")]
    [InlineData("duckdb", "CREATE TABLE")]
    public async Task Schema_OfADataset_IsDdl(string target, string expected)
    {
        Assert.Equal(0, await _run.RunAsync("schema", "events", "--for", target));

        Assert.Contains(expected, _run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("glue")]
    [InlineData("json-schema")]
    public async Task Schema_OfADataset_IsJson(string target)
    {
        Assert.Equal(0, await _run.RunAsync("schema", "interactions", "--for", target));

        Assert.NotNull(JsonNode.Parse(_run.Output));
    }
}
