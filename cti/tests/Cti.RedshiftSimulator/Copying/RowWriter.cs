using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;

namespace Cti.RedshiftSimulator;

/// <summary>Writes rows in PostgreSQL's binary form of COPY, and stops at the first value that its column does not take.</summary>
internal sealed class RowWriter(CopyTarget target)
{
    private const long MicrosecondsTo2000 = 946_684_800_000_000;
    private const int DaysTo2000 = 10_957;
    private const int NumericBase = 10_000;
    private readonly ArrayBufferWriter<byte> _buffer = new();

    /// <summary>What was written since the last <see cref="Clear"/>.</summary>
    public ReadOnlyMemory<byte> Written => _buffer.WrittenMemory;

    public void Clear() => _buffer.ResetWrittenCount();

    public void Header()
    {
        _buffer.Write("PGCOPY\n"u8);
        _buffer.Write((ReadOnlySpan<byte>)[0xff, (byte)'\r', (byte)'\n', 0]);
        Int32(0);
        Int32(0);
    }

    public void Trailer() => Int16(-1);

    /// <summary>Writes the rows of the chunk at hand.</summary>
    /// <param name="file">The open file.</param>
    /// <param name="url">Its name for errors.</param>
    /// <param name="rowsBefore">Rows of the file before the chunk.</param>
    /// <exception cref="CopyFailedException">A NULL where none may be, or a text that is too long.</exception>
    public void Chunk(ParquetFile file, string url, long rowsBefore)
    {
        int rows = file.ChunkRows;
        for (int row = 0; row < rows; row++)
        {
            Int16((short)target.Columns.Count);
            for (int c = 0; c < target.Columns.Count; c++)
            {
                ParquetVector vector = file.Vector(c);
                if (!vector.IsNull(row))
                    Value(target.Columns[c], file.Columns[c], vector, row, url, rowsBefore);
                else if (target.Columns[c].NotNull)
                    throw Refused(target.Columns[c], url, rowsBefore + row, 15001, $"NULL value in column '{target.Columns[c].Name}', which is declared NOT NULL, File name: {url}");
                else
                    Int32(-1);
            }
        }
    }

    private void Value(CopyColumn column, ParquetColumn source, ParquetVector vector, int row, string url, long rowsBefore)
    {
        switch (column.TypeName)
        {
            case "varchar" or "bpchar":
                ReadOnlySpan<byte> text = vector.Text(row);
                if (text.Length > column.Length)
                    throw TooLong(column, source, text.Length, url, rowsBefore + row);
                Int32(text.Length);
                _buffer.Write(text);
                break;
            case "int2":
                Int32(sizeof(short));
                Int16(vector.Int16(row));
                break;
            case "int4":
                Int32(sizeof(int));
                Int32(vector.Int32(row));
                break;
            case "int8":
                Int64(vector.Int64(row));
                break;
            case "float4":
                Int32(sizeof(float));
                Int32(BitConverter.SingleToInt32Bits(vector.Single(row)));
                break;
            case "float8":
                Int64(BitConverter.DoubleToInt64Bits(vector.Double(row)));
                break;
            case "bool":
                Int32(1);
                _buffer.Write((ReadOnlySpan<byte>)[vector.Boolean(row) ? (byte)1 : (byte)0]);
                break;
            case "date":
                Int32(sizeof(int));
                Int32(vector.Int32(row) - DaysTo2000);
                break;
            case "timestamp":
                Int64(vector.Int64(row) - MicrosecondsTo2000);
                break;
            default:
                Numeric(vector.Unscaled(row, source.Precision), source.Scale);
                break;
        }
    }

    private static CopyFailedException TooLong(CopyColumn column, ParquetColumn source, int length, string url, long row) => Refused(
        column, url, row, 15001, string.Create(CultureInfo.InvariantCulture, $"The length of the data column {source.Name} is longer than the length defined in the table. Table: {column.Length}, Data: {length}, File name: {url}"));

    private static CopyFailedException Refused(CopyColumn column, string url, long row, int code, string reason) =>
        new(code, reason) { File = url, Row = row + 1, Column = column };

    // Groups of four decimal digits, the highest first; the weight says at which power of 10,000 they begin.
    private void Numeric(Int128 unscaled, int scale)
    {
        int fraction = (scale + 3) / 4;
        UInt128 rest = (UInt128)Int128.Abs(unscaled);
        for (int i = scale; i < fraction * 4; i++)
            rest *= 10;
        Span<short> groups = stackalloc short[12];
        int count = 0;
        for (; rest > 0; rest /= NumericBase)
            groups[count++] = (short)(rest % NumericBase);
        Int32(8 + (2 * count));
        Int16((short)count);
        Int16((short)(count - fraction - 1));
        Int16(unscaled < 0 ? (short)0x4000 : (short)0);
        Int16((short)scale);
        for (int i = count - 1; i >= 0; i--)
            Int16(groups[i]);
    }

    private void Int16(short value)
    {
        BinaryPrimitives.WriteInt16BigEndian(_buffer.GetSpan(sizeof(short)), value);
        _buffer.Advance(sizeof(short));
    }

    private void Int32(int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(_buffer.GetSpan(sizeof(int)), value);
        _buffer.Advance(sizeof(int));
    }

    private void Int64(long value)
    {
        Int32(sizeof(long));
        BinaryPrimitives.WriteInt64BigEndian(_buffer.GetSpan(sizeof(long)), value);
        _buffer.Advance(sizeof(long));
    }
}
