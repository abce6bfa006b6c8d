using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Cti.Cli.Schemas;
using Cti.Manifests;
using Cti.Records.Columns;

namespace Cti.Tests.Cli.Schemas;

public class ManifestSchemaTests
{
    private static readonly JsonSerializerOptions Omitting = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };
    private static readonly Counts Sum = new() { Read = 3, Written = 2, Rejected = 1 };

    private static readonly Manifest Sample = new()
    {
        Tool = "cti 0.1.0",
        Dataset = "events",
        DatasetVersion = 1,
        Run = "events-2021-04-3f9c",
        Fingerprint = "sha256:00",
        Options = new ManifestOptions { Month = "2021-04", Anonymize = ["email"], PepperVersion = "2024", Shard = "0/4" },
        Inputs = [new ManifestInput("s3://b/2021/04/events.csv", 1000, "etag", Sum)],
        Outputs =
        [
            new ManifestOutput
            {
                Table = "events",
                Uri = "s3://b/out/events/run=k/part-00000.parquet",
                Rows = 2,
                Bytes = 500,
                Sha256 = new string('0', 64),
                Lines = "s3://b/out/_runs/k/_lines/part-00000",
                Schema =
                [
                    new ManifestColumn { Name = "id", Type = "uuid", Nullable = false, Nulls = 0, Longest = 36, Min = "a", Max = "b" },
                    new ManifestColumn { Name = "timestamp", Type = "timestamp", Nullable = false, Nulls = 0 },
                ],
            },
        ],
        Counts = Sum,
        Rejects = new ManifestRejects("s3://b/out/_runs/k/rejects/", [new RejectPart("s3://b/out/_runs/k/rejects/part-00000.jsonl.gz", 1, 80)]),
        Timings = new ManifestTimings(new DateTimeOffset(2021, 5, 1, 0, 0, 0, TimeSpan.Zero), 1.5, new Dictionary<string, double> { ["parse"] = 0.5 }),
    };

    [Fact]
    public void Serialize_ManifestWithAndWithoutNulls_ValidatesAgainstTheSchema()
    {
        IReadOnlyList<IReadOnlyList<string>> violations = JsonSchemaValidator.Validate(
            SchemaCatalog.Read("manifest"),
            JsonSerializer.Serialize(Sample),
            JsonSerializer.Serialize(Sample with { Options = new ManifestOptions(), Parent = "other", Revision = 2 }, Omitting));

        Assert.Equal(2, violations.Count);
        Assert.All(violations, Assert.Empty);
    }

    [Fact]
    public void Schema_ColumnTypes_AreThoseOfTheProgram()
    {
        JsonNode schema = JsonNode.Parse(SchemaCatalog.Read("manifest"))!;

        IEnumerable<string> types = schema["$defs"]!["column"]!["properties"]!["type"]!["enum"]!.AsArray().Select(t => t!.GetValue<string>());

        Assert.Equal(Enum.GetNames<ColumnType>().Select(n => n.ToLowerInvariant()).Order(), types.Order());
    }

    [Fact]
    public void Validate_BadMonthOrDigest_IsAViolation()
    {
        Manifest badMonth = Sample with { Options = new ManifestOptions { Month = "2021-13" } };
        Manifest badDigest = Sample with { Outputs = [Sample.Outputs[0] with { Sha256 = "xyz" }] };

        IReadOnlyList<IReadOnlyList<string>> violations = JsonSchemaValidator.Validate(
            SchemaCatalog.Read("manifest"), JsonSerializer.Serialize(badMonth), JsonSerializer.Serialize(badDigest));

        Assert.All(violations, Assert.NotEmpty);
    }
}
