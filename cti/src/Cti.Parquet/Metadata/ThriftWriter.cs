using System.Text;

namespace Cti.Parquet.Metadata;

/// <summary>Thrift's compact protocol, as much of it as Parquet's metadata needs. Reused: <see cref="Reset"/> empties it.</summary>
internal sealed class ThriftWriter
{
    private const byte True = 1;
    private const byte False = 2;
    private const byte I32Type = 5;
    private const byte I64Type = 6;
    private const byte BinaryType = 8;
    private const byte ListType = 9;
    private const byte StructType = 12;
    private const int GreatestDelta = 15;

    private readonly Stack<int> enclosing = new();
    private byte[] buffer = new byte[256];
    private int length;
    private int lastField;

    /// <summary>Everything written since the last reset.</summary>
    public ReadOnlySpan<byte> Written => buffer.AsSpan(0, length);

    /// <summary>Empties the writer; fields count from a fresh top-level struct.</summary>
    public void Reset()
    {
        length = 0;
        lastField = 0;
        enclosing.Clear();
    }

    public void I16(int field, short value) => Number(field, 4, value);

    public void I32(int field, int value) => Number(field, I32Type, value);

    public void I64(int field, long value) => Number(field, I64Type, value);

    public void Bool(int field, bool value) => Header(field, value ? True : False);

    public void Text(int field, string value) => Binary(field, Encoding.UTF8.GetBytes(value));

    public void Binary(int field, ReadOnlySpan<byte> value)
    {
        Header(field, BinaryType);
        BinaryItem(value);
    }

    /// <summary>Opens a struct in a field; <see cref="EndStruct"/> closes it.</summary>
    public void BeginStruct(int field)
    {
        Header(field, StructType);
        BeginItem();
    }

    /// <summary>Opens a struct that is an item of a list.</summary>
    public void BeginItem()
    {
        enclosing.Push(lastField);
        lastField = 0;
    }

    /// <summary>Closes the innermost struct; without one open, the top-level struct.</summary>
    public void EndStruct()
    {
        Byte(0);
        lastField = enclosing.TryPop(out int outer) ? outer : 0;
    }

    /// <summary>A struct without fields: the form of a flag in a union.</summary>
    public void EmptyStruct(int field)
    {
        BeginStruct(field);
        EndStruct();
    }

    /// <summary>A struct that was serialised before, its end included.</summary>
    public void RawStruct(int field, ReadOnlySpan<byte> serialised)
    {
        Header(field, StructType);
        Raw(serialised);
    }

    public void StructList(int field, int count) => List(field, StructType, count);

    public void BoolList(int field, int count) => List(field, True, count);

    public void I32List(int field, int count) => List(field, I32Type, count);

    public void I64List(int field, int count) => List(field, I64Type, count);

    public void BinaryList(int field, int count) => List(field, BinaryType, count);

    public void NumberItem(long value) => Varint(ZigZag(value));

    public void BoolItem(bool value) => Byte(value ? True : False);

    public void BinaryItem(ReadOnlySpan<byte> value)
    {
        Varint((ulong)value.Length);
        Raw(value);
    }

    public void TextItem(string value) => BinaryItem(Encoding.UTF8.GetBytes(value));

    private void List(int field, byte itemType, int count)
    {
        Header(field, ListType);
        if (count < GreatestDelta)
        {
            Byte((byte)((count << 4) | itemType));
            return;
        }

        Byte((byte)(0xF0 | itemType));
        Varint((ulong)count);
    }

    private void Number(int field, byte type, long value)
    {
        Header(field, type);
        Varint(ZigZag(value));
    }

    private void Header(int field, byte type)
    {
        int delta = field - lastField;
        if (delta is < 1 or > GreatestDelta) throw new InvalidOperationException($"Thrift fields must ascend by 1 to 15: {field} after {lastField}.");
        Byte((byte)((delta << 4) | type));
        lastField = field;
    }

    private void Varint(ulong value)
    {
        while (value >= 0x80)
        {
            Byte((byte)(value | 0x80));
            value >>= 7;
        }

        Byte((byte)value);
    }

    private void Raw(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(buffer.AsSpan(length));
        length += bytes.Length;
    }

    private void Byte(byte value)
    {
        Reserve(1);
        buffer[length++] = value;
    }

    private void Reserve(int bytes)
    {
        if (buffer.Length - length >= bytes) return;
        Array.Resize(ref buffer, Math.Max(buffer.Length * 2, length + bytes));
    }

    private static ulong ZigZag(long value) => (ulong)((value << 1) ^ (value >> 63));
}
