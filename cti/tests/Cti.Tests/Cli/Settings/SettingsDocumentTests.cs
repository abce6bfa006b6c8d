using System.Text.Json.Nodes;
using Cti.Cli.Schemas;
using Cti.Cli.Settings;
using Cti.Tests.Cli.Schemas;

namespace Cti.Tests.Cli.Settings;

/// <summary>The schema, the example and the README tell of the same keys as the program, and judge values as it does.</summary>
public class SettingsDocumentTests
{
    private static readonly string Schema = SchemaCatalog.Read("settings");
    private static readonly string Example = File.ReadAllText(Repository.Path("settings.example.json"));

    [Fact]
    public void Schema_Keys_AreThoseOfTheProgram() =>
        Assert.Equal(SettingKeys.All.Select(k => k.Name), JsonNode.Parse(Schema)!["properties"]!.AsObject().Select(p => p.Key).Where(k => k != "$schema"));

    [Fact]
    public void Example_Keys_AreAllOfThem() =>
        Assert.Equal(SettingKeys.All.Select(k => k.Name), JsonNode.Parse(Example)!.AsObject().Select(p => p.Key));

    [Fact]
    public void Readme_EveryKey_IsExplained()
    {
        string readme = File.ReadAllText(Repository.Path("README.md"));

        Assert.All(SettingKeys.All, k => Assert.Contains($"| `{k.Name}` |", readme, StringComparison.Ordinal));
    }

    [Fact]
    public void Example_AsItIs_ViolatesByItsPlaceholdersOnly()
    {
        MergedSettings merged = SettingsReader.Read(Repository.Path("settings.example.json"), new Dictionary<string, string>());

        IReadOnlyList<SettingsViolation> violations = new SettingsValidator(new SettingsNeeds()).Violations(merged);

        Assert.NotEmpty(violations);
        Assert.All(violations, v => Assert.Contains("placeholder", v.Message, StringComparison.Ordinal));
        Assert.NotEmpty(Assert.Single(JsonSchemaValidator.Validate(Schema, Example)));
    }

    [Theory]
    [InlineData("""{}""", true)]
    [InlineData("""{"port":"5432","cpus":"2","mem":"4g","shm_size":67108864}""", true)]
    [InlineData("""{"iam":"default","endpoint_url":"http://localhost:9000","schema":"public"}""", true)]
    [InlineData("""{"cluster":"","port":null,"endpoint_url":" "}""", true)]
    [InlineData("""{"port":0}""", false)]
    [InlineData("""{"cpus":"two"}""", false)]
    [InlineData("""{"mem":"4 gigs"}""", false)]
    [InlineData("""{"iam":"role"}""", false)]
    [InlineData("""{"endpoint_url":"localhost:9000"}""", false)]
    [InlineData("""{"schema":"a b"}""", false)]
    [InlineData("""{"password":"REPLACE_WITH_YOUR_VALUE"}""", false)]
    [InlineData("""{"region":true}""", false)]
    [InlineData("""{"regoin":"x"}""", false)]
    public void SchemaAndProgram_OneDocument_JudgeAlike(string json, bool valid)
    {
        MergedSettings merged = SettingsReader.Read(null, new Dictionary<string, string> { ["CTI_SETTINGS"] = json });

        Assert.Equal(valid, new SettingsValidator(new SettingsNeeds()).Violations(merged).Count == 0);
        Assert.Equal(valid, Assert.Single(JsonSchemaValidator.Validate(Schema, json)).Count == 0);
    }
}
