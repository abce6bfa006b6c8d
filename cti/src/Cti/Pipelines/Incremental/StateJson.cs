using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cti.Pipelines.Incremental;

/// <summary>The state's documents as JSON: raw Unicode, one line each.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(StateHead))]
[JsonSerializable(typeof(TakenObject))]
internal sealed partial class StateJson : JsonSerializerContext
{
    /// <summary>How they are written and read.</summary>
    public static StateJson Line { get; } = new(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
