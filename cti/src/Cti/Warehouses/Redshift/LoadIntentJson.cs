using System.Text.Json.Serialization;

namespace Cti.Warehouses.Redshift;

/// <summary>Intents as JSON.</summary>
[JsonSerializable(typeof(LoadIntent))]
internal sealed partial class LoadIntentJson : JsonSerializerContext;
