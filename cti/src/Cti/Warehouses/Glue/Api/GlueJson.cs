using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Cti.Warehouses.Glue.Api;

/// <summary>Glue's messages as JSON; what is null is not sent.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DatabaseRequest))]
[JsonSerializable(typeof(CreateDatabaseRequest))]
[JsonSerializable(typeof(TableRequest))]
[JsonSerializable(typeof(PutTableRequest))]
[JsonSerializable(typeof(TableAnswer))]
[JsonSerializable(typeof(PartitionRequest))]
[JsonSerializable(typeof(PartitionAnswer))]
[JsonSerializable(typeof(PartitionsRequest))]
[JsonSerializable(typeof(PartitionsAnswer))]
[JsonSerializable(typeof(CreatePartitionsRequest))]
[JsonSerializable(typeof(DeletePartitionsRequest))]
[JsonSerializable(typeof(PartitionErrors))]
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class GlueJson : JsonSerializerContext;
