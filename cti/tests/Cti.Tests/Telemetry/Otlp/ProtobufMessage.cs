using System.Text;

namespace Cti.Tests.Telemetry.Otlp;

/// <summary>A message in protobuf's wire format, read by field numbers as the .proto files of OpenTelemetry give them.</summary>
internal sealed class ProtobufMessage
{
    private readonly List<(int Field, ulong Number, byte[] Bytes)> _fields = [];

    public ProtobufMessage(byte[] bytes)
    {
        int at = 0;
        while (at < bytes.Length)
        {
            ulong key = Varint(bytes, ref at);
            int field = (int)(key >> 3);
            switch (key & 7)
            {
                case 0:
                    _fields.Add((field, Varint(bytes, ref at), []));
                    break;
                case 1:
                    _fields.Add((field, BitConverter.ToUInt64(bytes, at), []));
                    at += 8;
                    break;
                case 2:
                    int length = (int)Varint(bytes, ref at);
                    _fields.Add((field, 0, bytes[at..(at + length)]));
                    at += length;
                    break;
                case 5:
                    _fields.Add((field, BitConverter.ToUInt32(bytes, at), []));
                    at += 4;
                    break;
                default:
                    throw new FormatException($"wire type {key & 7} at {at}");
            }
        }
    }

    public IEnumerable<ProtobufMessage> All(params int[] path) =>
        path is [var field, .. var rest]
            ? _fields.Where(f => f.Field == field).Select(f => new ProtobufMessage(f.Bytes)).SelectMany(m => m.All(rest))
            : [this];

    public bool Has(int field) => _fields.Any(f => f.Field == field);

    public string Text(int field) => Encoding.UTF8.GetString(Bytes(field));

    public byte[] Bytes(int field) => _fields.FirstOrDefault(f => f.Field == field).Bytes ?? [];

    public long Number(int field) => (long)_fields.FirstOrDefault(f => f.Field == field).Number;

    public double Double(int field) => BitConverter.Int64BitsToDouble(Number(field));

    /// <summary>Attributes: key 1, value 2 with a string 1, an integer 3 or a boolean 2.</summary>
    public IReadOnlyDictionary<string, string> Attributes(int field) => All(field).ToDictionary(
        a => a.Text(1),
        a => a.All(2).Select(v => v.Has(1) ? v.Text(1) : v.Number(v.Has(3) ? 3 : 2).ToString(System.Globalization.CultureInfo.InvariantCulture)).FirstOrDefault() ?? "");

    private static ulong Varint(byte[] bytes, ref int at)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = bytes[at++];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }
}
