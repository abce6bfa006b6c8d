using System.Runtime.Intrinsics.X86;
using Cti.Sources.Csv;
using Xunit.Abstractions;

namespace Cti.Tests.Sources.Csv;

/// <summary>All paths of instructions give the same answers, and the right ones.</summary>
public class VectorPathTests(ITestOutputHelper output)
{
    [Fact]
    public void Of_AnyBits_IsTheRunningExclusiveOr()
    {
        Random random = Seeded();
        for (int round = 0; round < 1000; round++)
        {
            ulong bits = (ulong)random.NextInt64() & (ulong)random.NextInt64() << random.Next(3);
            ulong expected = 0;
            for (int i = 0; i < 64; i++) expected |= (ulong)(System.Numerics.BitOperations.PopCount(bits << (63 - i)) & 1) << i;
            Assert.Equal(expected, ShiftPrefixXor.Of(bits));
            if (Pclmulqdq.IsSupported) Assert.Equal(expected, CarrylessPrefixXor.Of(bits));
        }
    }

    [Fact]
    public void Load_AnyBytes_MarksEachByte()
    {
        Random random = Seeded();
        byte[] bytes = new byte[64];
        for (int round = 0; round < 1000; round++)
        {
            for (int i = 0; i < 64; i++) bytes[i] = random.Next(3) == 0 ? "\",;\n\r\0\u0080\u00FF"u8[random.Next(8)] : (byte)random.Next(1, 128);
            Check<MaskLoader128>(bytes);
            Check<MaskLoader256>(bytes);
            Check<MaskLoader512>(bytes);
        }
    }

    [Fact]
    public void Load_CleanAscii_SeesNeitherNulNorMore()
    {
        byte[] bytes = new byte[64];
        Array.Fill(bytes, (byte)127);
        var loader = MaskLoader256.Create();
        loader.Load(ref bytes[0], (byte)',');
        Assert.False(loader.SawNul);
        Assert.False(loader.SawNonAscii);
    }

    private static void Check<TLoader>(byte[] bytes)
        where TLoader : struct, IMaskLoader<TLoader>
    {
        TLoader loader = TLoader.Create();
        ByteMasks masks = loader.Load(ref bytes[0], (byte)';');
        Assert.Equal(MaskOf(bytes, (byte)'"'), masks.Quotes);
        Assert.Equal(MaskOf(bytes, (byte)';'), masks.Delimiters);
        Assert.Equal(MaskOf(bytes, (byte)'\n'), masks.Feeds);
        Assert.Equal(MaskOf(bytes, (byte)'\r'), masks.Returns);
        Assert.Equal(bytes.Contains((byte)0), loader.SawNul);
        Assert.Equal(bytes.Any(b => b >= 128), loader.SawNonAscii);
    }

    private static ulong MaskOf(byte[] bytes, byte wanted) =>
        bytes.Select((b, i) => b == wanted ? 1UL << i : 0).Aggregate((a, b) => a | b);

    private Random Seeded()
    {
        int seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        return new Random(seed);
    }
}
