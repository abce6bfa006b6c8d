using System.Text;
using Cti.Parquet;

namespace Cti.Tests.Parquet;

/// <summary>Lays texts out in byte arrays the way callers may: in any order, with gaps, shared, to the last byte of the array or not.</summary>
internal static class TextLayout
{
    /// <summary>Values one by one.</summary>
    public static Utf8Values Plain(IReadOnlyList<object?> values, Random random)
    {
        Dictionary<string, int> placed = [];
        List<byte> data = [];
        int[] starts = new int[values.Count];
        int[] lengths = new int[values.Count];
        bool share = random.Next(2) == 0;
        foreach (int row in Order(values.Count, random))
        {
            if (values[row] is not string text)
            {
                (starts[row], lengths[row]) = (random.Next(-5, 5), -1);
                continue;
            }

            byte[] bytes = Encoding.UTF8.GetBytes(text);
            if (!share || !placed.TryGetValue(text, out int start))
            {
                start = data.Count;
                placed[text] = start;
                data.AddRange(bytes);
                if (random.Next(3) == 0) data.AddRange("gap"u8);
            }

            (starts[row], lengths[row]) = (start, bytes.Length);
        }

        if (random.Next(2) == 0) data.AddRange(new byte[64]);
        return new Utf8Values([.. data], [.. starts, -9], [.. lengths, 9], values.Count);
    }

    /// <summary>A dictionary, with entries that no row uses, and codes.</summary>
    public static Utf8DictionaryValues Coded(IReadOnlyList<object?> values, Random random)
    {
        List<object?> entries = [.. values.Where(v => v is not null).Distinct()];
        for (int i = random.Next(4); i > 0; i--) entries.Insert(random.Next(entries.Count + 1), $"unused {i}");
        Dictionary<string, int> codes = [];
        for (int i = 0; i < entries.Count; i++) codes.TryAdd((string)entries[i]!, i);
        Utf8Values dictionary = Plain(entries, random);
        return new Utf8DictionaryValues(dictionary, [.. values.Select(v => v is string text ? codes[text] : -1), 1000], values.Count);
    }

    private static int[] Order(int count, Random random)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        if (random.Next(2) == 0) random.Shuffle(order);
        return order;
    }
}
