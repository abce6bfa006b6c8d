namespace Cti.Tests.Parquet.Encodings;

/// <summary>Undoes Parquet's hybrid of runs and packed groups, one bit at a time: slow, and easy to see right.</summary>
internal static class HybridDecoder
{
    /// <summary>The first <paramref name="count"/> values, and the bytes they took.</summary>
    public static (int[] Values, int Bytes) Decode(ReadOnlySpan<byte> encoded, int width, int count)
    {
        List<int> values = [];
        int at = 0;
        while (values.Count < count)
        {
            int header = 0;
            for (int shift = 0; ; shift += 7)
            {
                header |= (encoded[at] & 0x7F) << shift;
                if ((encoded[at++] & 0x80) == 0) break;
            }

            if ((header & 1) == 0)
            {
                int value = 0;
                for (int i = 0; i < (width + 7) / 8; i++) value |= encoded[at++] << (8 * i);
                values.AddRange(Enumerable.Repeat(value, header >> 1));
                Assert.True(values.Count <= count, "a run reaches past the last value");
                continue;
            }

            for (int i = 0; i < (header >> 1) * 8; i++)
            {
                int value = 0;
                for (int bit = 0; bit < width; bit++)
                {
                    int position = (i * width) + bit;
                    value |= ((encoded[at + (position / 8)] >> (position % 8)) & 1) << bit;
                }

                if (values.Count < count) values.Add(value);
                else Assert.Equal(0, value);
            }

            at += (header >> 1) * width;
        }

        return ([.. values], at);
    }
}
