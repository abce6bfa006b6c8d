using System.Text.Json.Serialization;

namespace Cti.Records.Forms;

[JsonSerializable(typeof(string[]))]
internal sealed partial class TagListJson : JsonSerializerContext;
