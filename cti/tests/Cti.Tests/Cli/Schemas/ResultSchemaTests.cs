using System.Text.Json.Nodes;
using Cti.Cli.Results;
using Cti.Cli.Schemas;
using Cti.Manifests;
using Cti.Warehouses;

namespace Cti.Tests.Cli.Schemas;

public class ResultSchemaTests
{
    private static readonly VerbResult Complete = new()
    {
        Status = ResultStatus.Ok,
        Verb = "run",
        Dataset = "events",
        Run = "events-2021-04-3f9c",
        Manifest = "s3://b/out/_runs/events-2021-04-3f9c/manifest.json",
        Counts = new Counts { Read = 10, Written = 6, Duplicates = 1, Reassigned = 2, Filtered = 2, Rejected = 1 },
        Outputs = [new ResultOutput("events", "s3://b/out/events/run=x/part-00000.parquet", 6, 900, new string('a', 64))],
        Rejects = "s3://b/out/_runs/events-2021-04-3f9c/rejects/",
        Load = [new TableLoad("duckdb", "events", 6, 5, 1, 0, false)],
        Seconds = 1.25,
    };

    private static readonly VerbResult Failed = new()
    {
        Status = ResultStatus.Failed,
        Verb = "load",
        Error = new ResultError("settings", "usage", "Two lines\nof \"text\" – mit Umlaut: ü."),
    };

    [Fact]
    public void ToLine_EveryKindOfResult_ValidatesAgainstTheSchema()
    {
        VerbResult[] results =
        [
            Complete,
            Failed,
            Complete with { Status = ResultStatus.Refused, Load = null, Outputs = [], Manifest = null, Error = new ResultError("gate", "quality-gate", "Too many.") },
            Complete with { Status = ResultStatus.Skipped, Counts = null, Error = new ResultError("list", "nothing-to-do", "No input.") },
            Complete with { Verb = "load", Run = null, Manifest = null, Manifests = ["a", "b"] },
            Complete with { Verb = "load", Load = null, Sql = ["SELECT 1"] },
        ];

        IReadOnlyList<IReadOnlyList<string>> violations =
            JsonSchemaValidator.Validate(SchemaCatalog.Read("result"), [.. results.Select(ResultJson.ToLine)]);

        Assert.Equal(results.Length, violations.Count);
        Assert.All(violations, Assert.Empty);
    }

    [Fact]
    public void ToLine_MessageWithLineBreak_StaysOneLineWithRawUnicode()
    {
        string line = ResultJson.ToLine(Failed);

        Assert.DoesNotContain('\n', line);
        Assert.Contains("– mit Umlaut: ü", line, StringComparison.Ordinal);
    }

    [Fact]
    public void ToLine_CompleteResult_HasTheFieldsInTheOrderOfTheContract()
    {
        JsonObject result = JsonNode.Parse(ResultJson.ToLine(Complete))!.AsObject();

        Assert.Equal(
            ["status", "verb", "dataset", "run", "reused", "manifest", "counts", "outputs", "rejects", "load", "seconds"],
            result.Select(p => p.Key));
        Assert.Equal(["warehouse", "table", "staged", "inserted", "updated", "ignored", "already_loaded"], result["load"]![0]!.AsObject().Select(p => p.Key));
    }

    [Fact]
    public void Validate_UnknownFieldOrOkWithError_IsAViolation()
    {
        JsonObject unknown = JsonNode.Parse(ResultJson.ToLine(Complete))!.AsObject();
        unknown["suprise"] = 1;
        string okWithError = ResultJson.ToLine(Failed with { Status = ResultStatus.Ok });
        string failedWithout = ResultJson.ToLine(Failed with { Error = null });

        IReadOnlyList<IReadOnlyList<string>> violations =
            JsonSchemaValidator.Validate(SchemaCatalog.Read("result"), unknown.ToJsonString(), okWithError, failedWithout);

        Assert.All(violations, Assert.NotEmpty);
    }
}
