using System.Text.Json.Serialization;

namespace Cti.Sinks.Parquet;

[JsonSerializable(typeof(string))]
internal sealed partial class LinesJson : JsonSerializerContext;
