using System.Text.Json.Serialization;

namespace Cti.Warehouses.Faults;

[JsonSerializable(typeof(LineStretch))]
internal sealed partial class LineStretchJson : JsonSerializerContext;
