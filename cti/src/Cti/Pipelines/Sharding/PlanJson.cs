using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cti.Pipelines.Sharding;

/// <summary>Plans as JSON: one line, raw Unicode.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(PlannedRun))]
public sealed partial class PlanJson : JsonSerializerContext
{
    /// <summary>How plans are written.</summary>
    public static PlanJson Line { get; } = new(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
