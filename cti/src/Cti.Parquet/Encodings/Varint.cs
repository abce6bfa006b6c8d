namespace Cti.Parquet.Encodings;

/// <summary>Unsigned LEB128, as the headers of runs use it.</summary>
internal static class Varint
{
    /// <summary>Greatest size of a 32-bit value in bytes.</summary>
    public const int MaxBytes = 5;

    /// <summary>Writes a value and returns its bytes.</summary>
    public static int Write(Span<byte> destination, uint value)
    {
        int length = 0;
        while (value >= 0x80)
        {
            destination[length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        destination[length++] = (byte)value;
        return length;
    }
}
