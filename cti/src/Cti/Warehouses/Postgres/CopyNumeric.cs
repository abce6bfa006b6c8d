using System.Buffers.Binary;

namespace Cti.Warehouses.Postgres;

/// <summary>Money in the binary form of PostgreSQL's <c>numeric</c>: digits to the base of 10,000 with the place of the first.</summary>
internal static class CopyNumeric
{
    /// <summary>The most bytes that a value takes.</summary>
    public const int MostBytes = HeadBytes + (MostDigits * sizeof(short));

    private const int HeadBytes = 4 * sizeof(short);

    /// <summary>Five before the point, as 64 bits of hundredths have at most 17 decimal digits there, and one after it.</summary>
    private const int MostDigits = 6;
    private const ulong Base = 10_000;
    private const ulong HundredthsInOne = 100;
    private const short Negative = 0x4000;
    private const short Scale = 2;

    /// <summary>Writes hundredths.</summary>
    /// <returns>The bytes written.</returns>
    public static int Write(long hundredths, Span<byte> to)
    {
        ulong value = hundredths < 0 ? (ulong)(-(hundredths + 1)) + 1 : (ulong)hundredths;
        ulong whole = value / HundredthsInOne;
        BinaryPrimitives.WriteInt16BigEndian(to, MostDigits);
        BinaryPrimitives.WriteInt16BigEndian(to[2..], MostDigits - 2);
        BinaryPrimitives.WriteInt16BigEndian(to[4..], hundredths < 0 ? Negative : (short)0);
        BinaryPrimitives.WriteInt16BigEndian(to[6..], Scale);
        // Leading and trailing zeros are allowed: the server takes them off.
        BinaryPrimitives.WriteInt16BigEndian(to[(MostBytes - sizeof(short))..], (short)(value % HundredthsInOne * (Base / HundredthsInOne)));
        for (int digit = MostDigits - 2; digit >= 0; digit--)
        {
            BinaryPrimitives.WriteInt16BigEndian(to[(HeadBytes + (digit * sizeof(short)))..], (short)(whole % Base));
            whole /= Base;
        }

        return MostBytes;
    }
}
