using System.Text.Json.Serialization;

namespace Cti.Warehouses.Redshift.DataApi;

/// <summary>The Data API's messages as JSON; what is null is not sent.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = [typeof(DataApiTimeConverter)])]
[JsonSerializable(typeof(SubmitRequest))]
[JsonSerializable(typeof(SubmitAnswer))]
[JsonSerializable(typeof(DescribeRequest))]
[JsonSerializable(typeof(StatementDescription))]
[JsonSerializable(typeof(ResultRequest))]
[JsonSerializable(typeof(ResultPage))]
[JsonSerializable(typeof(ListRequest))]
[JsonSerializable(typeof(ListPage))]
[JsonSerializable(typeof(CancelRequest))]
[JsonSerializable(typeof(CancelAnswer))]
internal sealed partial class DataApiJson : JsonSerializerContext;
