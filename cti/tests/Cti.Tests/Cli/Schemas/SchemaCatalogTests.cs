using System.Text.Json.Nodes;
using Cti.Cli.Schemas;

namespace Cti.Tests.Cli.Schemas;

public class SchemaCatalogTests
{
    public static TheoryData<string> Names => [.. SchemaCatalog.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Read_EverySchema_IsClosedAndDescribed(string name)
    {
        JsonObject schema = JsonNode.Parse(SchemaCatalog.Read(name))!.AsObject();

        Assert.Equal("https://json-schema.org/draft/2020-12/schema", schema["$schema"]!.GetValue<string>());
        Assert.False(schema["additionalProperties"]!.GetValue<bool>());
        foreach ((string key, JsonNode? property) in schema["properties"]!.AsObject())
        {
            Assert.True(property!.AsObject().ContainsKey("description"), $"{name}: {key} is not described");
        }
    }

    [Fact]
    public void Read_UnknownName_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => SchemaCatalog.Read("nothing"));

    [Fact]
    public void Reject_SampleRecords_AreJudgedByTheSchema()
    {
        const string plain = """{"source":"s3://b/k","line":7,"offset":120,"raw":"a,b","errors":[{"field":"email","code":"invalid_email","message":"No @.","value":"x"}]}""";
        const string binary = """{"source":"/d/f.csv","line":1,"offset":0,"raw":"/w==","encoding":"base64","errors":[{"field":null,"code":"invalid_utf8","message":"Not UTF-8.","value":null}]}""";
        const string noReason = """{"source":"/d/f.csv","line":1,"offset":0,"raw":"","errors":[]}""";
        const string lineZero = """{"source":"/d/f.csv","line":0,"offset":0,"raw":"","errors":[{"field":null,"code":"x","message":"m","value":null}]}""";

        IReadOnlyList<IReadOnlyList<string>> violations = JsonSchemaValidator.Validate(SchemaCatalog.Read("reject"), plain, binary, noReason, lineZero);

        Assert.Empty(violations[0]);
        Assert.Empty(violations[1]);
        Assert.NotEmpty(violations[2]);
        Assert.NotEmpty(violations[3]);
    }
}
