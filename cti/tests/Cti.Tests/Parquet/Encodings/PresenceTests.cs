using System.Buffers.Binary;
using Cti.Parquet.Encodings;
using Xunit.Abstractions;

namespace Cti.Tests.Parquet.Encodings;

public class PresenceTests(ITestOutputHelper output)
{
    [Fact]
    public void WriteLevels_AnyRange_IsUndone()
    {
        int first = Seeds.First(output);
        for (int seed = first; seed < first + 500; seed++)
        {
            Random random = new(seed);
            bool[] present = Rows(random);
            Presence presence = Take(present, random.Next(2) == 0);
            int from = random.Next(present.Length);
            int to = random.Next(from, present.Length) + 1;

            byte[] target = new byte[Presence.MaxLevelBytes(to - from)];
            int bytes = presence.WriteLevels(from, to, target);

            Assert.Equal(bytes - 4, BinaryPrimitives.ReadInt32LittleEndian(target));
            (int[] levels, int read) = HybridDecoder.Decode(target.AsSpan(4, bytes - 4), 1, to - from);
            Assert.True(levels.Select(level => level == 1).SequenceEqual(present[from..to]), $"seed {seed}, rows {from} to {to}");
            Assert.Equal(bytes - 4, read);
        }
    }

    [Fact]
    public void RowAfter_AnyRange_HoldsExactlyTheValues()
    {
        int first = Seeds.First(output);
        for (int seed = first; seed < first + 500; seed++)
        {
            Random random = new(seed);
            bool[] present = Rows(random);
            Presence presence = Take(present, random.Next(2) == 0);
            int from = random.Next(present.Length);
            int values = random.Next(present[from..].Count(p => p) + 1);

            int row = presence.RowAfter(from, values);

            Assert.True(present[from..row].Count(p => p) == values, $"seed {seed}, {values} values from row {from}: row {row}");
            Assert.Equal(values, presence.CountValues(from, row));
            Assert.Equal(present.Count(p => !p), presence.Nulls);
        }
    }

    private static Presence Take(bool[] present, bool asFlags)
    {
        Presence presence = new();

        // What a longer column left behind must not show.
        presence.FromSigns(new int[700]);
        if (asFlags) presence.FromFlags([.. present.Select(p => p ? (byte)0 : (byte)0x80)], present.Length);
        else presence.FromSigns([.. present.Select(p => p ? 0 : -1)]);
        return presence;
    }

    private static bool[] Rows(Random random)
    {
        bool[] present = new bool[random.Next(1, 600)];
        double rate = random.NextDouble();
        bool blocks = random.Next(2) == 0;
        bool current = true;
        for (int row = 0; row < present.Length; row++)
        {
            if (!blocks || random.Next(30) == 0) current = random.NextDouble() < rate;
            present[row] = current;
        }

        return present;
    }
}
