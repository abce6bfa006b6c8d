using System.Text.Json.Serialization;

namespace Cti.Pipelines.Anomalies;

/// <summary>Histories as JSON.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(RunHistory))]
internal sealed partial class RunHistoryJson : JsonSerializerContext;
