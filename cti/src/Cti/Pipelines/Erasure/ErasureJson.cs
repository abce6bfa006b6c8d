using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cti.Records.Erasing;

namespace Cti.Pipelines.Erasure;

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ErasureRecord))]
[JsonSerializable(typeof(ErasureProof))]
[JsonSerializable(typeof(ErasureChange))]
[JsonSerializable(typeof(TurnHolder))]
[JsonSerializable(typeof(IReadOnlyList<Subject>))]
internal sealed partial class ErasureJson : JsonSerializerContext
{
    /// <summary>Indented, raw Unicode.</summary>
    public static ErasureJson Document { get; } = new(new JsonSerializerOptions
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter<ErasureState>() },
    });
}
