using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cti.Manifests;

/// <summary>Manifests as JSON: indented, raw Unicode.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(Manifest))]
[JsonSerializable(typeof(FailedRun))]
[JsonSerializable(typeof(StartedAttempt))]
public sealed partial class ManifestJson : JsonSerializerContext
{
    /// <summary>How manifests are written and read.</summary>
    public static ManifestJson Document { get; } = new(new JsonSerializerOptions
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
