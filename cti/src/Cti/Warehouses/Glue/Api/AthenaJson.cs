using System.Text.Json.Serialization;

namespace Cti.Warehouses.Glue.Api;

/// <summary>Athena's messages as JSON; what is null is not sent.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StartRequest))]
[JsonSerializable(typeof(StartAnswer))]
[JsonSerializable(typeof(ExecutionRequest))]
[JsonSerializable(typeof(ExecutionAnswer))]
[JsonSerializable(typeof(ResultsRequest))]
[JsonSerializable(typeof(ResultsAnswer))]
[JsonSerializable(typeof(WorkGroupRequest))]
[JsonSerializable(typeof(WorkGroupAnswer))]
[JsonSerializable(typeof(NamedQueriesRequest))]
[JsonSerializable(typeof(NamedQueriesAnswer))]
[JsonSerializable(typeof(NamedQueryRequest))]
[JsonSerializable(typeof(NamedQueryAnswer))]
[JsonSerializable(typeof(SavedQuery))]
[JsonSerializable(typeof(NothingMore))]
internal sealed partial class AthenaJson : JsonSerializerContext;
