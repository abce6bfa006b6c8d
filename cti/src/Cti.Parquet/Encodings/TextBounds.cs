using System.Text;

namespace Cti.Parquet.Encodings;

/// <summary>Cuts long texts for statistics such that the bounds still hold: a minimum may only sink, a maximum only rise.</summary>
internal static class TextBounds
{
    private const int LastBeforeSurrogates = 0xD7FF;
    private const int FirstAfterSurrogates = 0xE000;

    /// <summary>The bounds as the file holds them.</summary>
    public static PageBounds Of(ReadOnlySpan<byte> min, ReadOnlySpan<byte> max, int maxBytes)
    {
        ReadOnlySpan<byte> low = CutAtRune(min, maxBytes);
        byte[]? high = max.Length <= maxBytes ? max.ToArray() : RoundUp(CutAtRune(max, maxBytes));
        bool maxExact = max.Length <= maxBytes || high is null;
        return new PageBounds(low.ToArray(), high ?? max.ToArray(), low.Length == min.Length, maxExact);
    }

    /// <summary>The longest prefix of whole code points within so many bytes.</summary>
    private static ReadOnlySpan<byte> CutAtRune(ReadOnlySpan<byte> text, int maxBytes)
    {
        if (text.Length <= maxBytes) return text;
        int end = maxBytes;
        while (end > 0 && (text[end] & 0xC0) == 0x80) end--;
        return text[..end];
    }

    /// <summary>The least text of the same length or shorter that sorts after everything starting with this one; null where there is none.</summary>
    private static byte[]? RoundUp(ReadOnlySpan<byte> prefix)
    {
        while (!prefix.IsEmpty)
        {
            if (Rune.DecodeLastFromUtf8(prefix, out Rune last, out int bytes) != System.Buffers.OperationStatus.Done) return null;
            prefix = prefix[..^bytes];
            if (last.Value == 0x10FFFF) continue;
            Rune next = new(last.Value == LastBeforeSurrogates ? FirstAfterSurrogates : last.Value + 1);
            byte[] raised = new byte[prefix.Length + next.Utf8SequenceLength];
            prefix.CopyTo(raised);
            next.EncodeToUtf8(raised.AsSpan(prefix.Length));
            return raised;
        }

        return null;
    }
}
