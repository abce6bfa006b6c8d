using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Cti.Sources.Json;

/// <summary>Tells the pieces of a text of objects apart: each is an object, or something broken. A function of the bytes alone.</summary>
/// <remarks>
/// Something broken ends before the next line that begins with a brace; or, where objects follow each other without lines, before the next
/// brace behind a closing one (behind anything, where no object had begun) that begins a valid object; at the latest after
/// <see cref="JsonLimits.MaxBrokenBytes"/>, wherever that is: an end that looked further would not be found again in a block that is cut there.
/// </remarks>
/// <param name="limits">What an object may be.</param>
internal sealed class JsonPieces(JsonLimits limits)
{
    // Text may hold as many braces as it likes: each look at what follows one costs up to an object's length.
    private const int MostLooks = 32;

    /// <summary>The index of the first byte from <paramref name="from"/> that is no white space, or <paramref name="limit"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int SkipSpace(ReadOnlySpan<byte> bytes, int from, int limit)
    {
        while (from < limit && IsSpace(bytes[from]))
            from++;
        return from;
    }

    /// <summary>The piece that begins at <paramref name="start"/>, where no white space is.</summary>
    /// <param name="buffer">Goes on for at least 64 bytes behind the limit.</param>
    /// <param name="start">Its first byte.</param>
    /// <param name="limit">Where the bytes end.</param>
    /// <param name="final">No bytes follow.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public JsonExtent Find(ReadOnlySpan<byte> buffer, int start, int limit, bool final)
    {
        if (buffer[start] != '{')
            return FindBroken(buffer, start, limit, final);
        JsonExtent extent = JsonObjectScan.Find(buffer, start, limit, final, limits.MaxObjectBytes);
        return extent.Kind == JsonExtentKind.Broken ? FindBroken(buffer, start, limit, final) : extent;
    }

    private JsonExtent FindBroken(ReadOnlySpan<byte> buffer, int start, int limit, bool final)
    {
        bool inObject = buffer[start] == '{';
        int end = (int)Math.Min(limit, (long)start + limits.MaxBrokenBytes);
        int looks = 0;
        for (int at = start + 1; at < end; at++)
        {
            int next = buffer[at..end].IndexOf((byte)'{');
            if (next < 0)
                break;
            at += next;
            if (buffer[at - 1] == '\n')
                return new JsonExtent(JsonExtentKind.Broken, at);
            if (looks == MostLooks || (inObject && !FollowsObject(buffer, start, at)))
                continue;
            looks++;
            JsonExtent extent = JsonObjectScan.Find(buffer, at, limit, final, limits.MaxObjectBytes);
            if (extent.Kind == JsonExtentKind.NeedMore)
                return extent;
            if (extent.Kind == JsonExtentKind.Closed && IsValid(buffer[at..extent.End]))
                return new JsonExtent(JsonExtentKind.Broken, at);
        }

        if (end < limit || end - start == limits.MaxBrokenBytes)
            return new JsonExtent(JsonExtentKind.Broken, end);
        return final ? new JsonExtent(JsonExtentKind.Broken, limit) : new JsonExtent(JsonExtentKind.NeedMore, 0);
    }

    private static bool FollowsObject(ReadOnlySpan<byte> buffer, int start, int at)
    {
        int before = at - 1;
        while (before > start && IsSpace(buffer[before]))
            before--;
        return buffer[before] == '}';
    }

    private bool IsValid(ReadOnlySpan<byte> bytes)
    {
        Utf8JsonReader reader = new(bytes, new JsonReaderOptions { MaxDepth = limits.MaxDepth });
        try
        {
            while (reader.Read())
            {
                // Reading alone is the test.
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool IsSpace(byte value) => value is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t';
}
