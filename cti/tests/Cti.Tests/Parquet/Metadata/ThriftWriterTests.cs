using Cti.Parquet.Metadata;

namespace Cti.Tests.Parquet.Metadata;

/// <summary>Against bytes worked out by hand from the description of the compact protocol.</summary>
public class ThriftWriterTests
{
    [Fact]
    public void Numbers_AreZigZagVarints() => Assert.Equal([0x15, 0x01, 0x16, 0xAC, 0x02, 0x34, 0x04, 0x00], Write(thrift =>
    {
        thrift.I32(1, -1);
        thrift.I64(2, 150);
        thrift.I16(5, 2);
    }));

    [Fact]
    public void Numbers_AtTheirEdges_TakeTenBytes() =>
        Assert.Equal([0x16, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01, 0x00], Write(thrift => thrift.I64(1, long.MinValue)));

    [Fact]
    public void Booleans_StandInTheFieldsHeader() => Assert.Equal([0x11, 0x12, 0x00], Write(thrift =>
    {
        thrift.Bool(1, true);
        thrift.Bool(2, false);
    }));

    [Fact]
    public void Structs_CountTheirOwnFields() => Assert.Equal([0x2C, 0x15, 0x02, 0x00, 0x15, 0x04, 0x00], Write(thrift =>
    {
        thrift.BeginStruct(2);
        thrift.I32(1, 1);
        thrift.EndStruct();
        thrift.I32(3, 2);
    }));

    [Fact]
    public void Lists_OfFifteen_SayTheirSizeApart()
    {
        byte[] written = Write(thrift =>
        {
            thrift.I32List(1, 15);
            for (int i = 0; i < 15; i++) thrift.NumberItem(0);
        });

        Assert.Equal([0x19, 0xF5, 0x0F], written[..3]);
        Assert.Equal(3 + 15 + 1, written.Length);
    }

    [Fact]
    public void Lists_OfTexts_HoldLengthAndBytes() => Assert.Equal([0x19, 0x28, 0x02, 0xC3, 0xA4, 0x00, 0x00], Write(thrift =>
    {
        thrift.BinaryList(1, 2);
        thrift.TextItem("ä");
        thrift.TextItem("");
    }));

    [Fact]
    public void Fields_OutOfOrder_AreRefused() => Assert.Throws<InvalidOperationException>(() => Write(thrift =>
    {
        thrift.I32(2, 0);
        thrift.I32(1, 0);
    }));

    private static byte[] Write(Action<ThriftWriter> write)
    {
        ThriftWriter thrift = new();
        write(thrift);
        thrift.EndStruct();
        return thrift.Written.ToArray();
    }
}
