using System.Runtime.CompilerServices;

namespace Cti.Sources.Json;

/// <summary>Finds where JSON objects that follow each other begin and end, in order, without reading their fields.</summary>
internal sealed class JsonCutter(JsonLimits limits) : IObjectCutter<JsonLayout>
{
    private readonly JsonPieces _pieces = new(limits);

    /// <inheritdoc/>
    public int Border { get; private set; }

    /// <inheritdoc/>
    public long Lines { get; private set; }

    /// <inheritdoc/>
    public ObjectStart<JsonLayout> Begin(ReadOnlySpan<byte> bytes, bool final, string uri)
    {
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        if (bytes.Length < mark.Length && !final)
            return new ObjectStart<JsonLayout>(null, 0, 0);
        return new ObjectStart<JsonLayout>(JsonLayout.Instance, bytes.StartsWith(mark) ? mark.Length : 0, 0);
    }

    /// <inheritdoc/>
    public void Start(JsonLayout layout, int position)
    {
        Border = position;
        Lines = 0;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Advance(ReadOnlySpan<byte> buffer, int limit, bool final, bool last)
    {
        int border = Border;
        while (true)
        {
            int start = JsonPieces.SkipSpace(buffer, border, limit);
            JsonExtent extent = start == limit ? default : _pieces.Find(buffer, start, limit, final);
            if (extent.Kind == JsonExtentKind.NeedMore)
            {
                SetBorder(buffer, start);
                return;
            }

            border = extent.End;
        }
    }

    /// <inheritdoc/>
    /// <remarks>Never needed: within the widest view every piece has an end.</remarks>
    public bool CutLine(ReadOnlySpan<byte> buffer, int limit) => false;

    private void SetBorder(ReadOnlySpan<byte> buffer, int border)
    {
        Lines += buffer[Border..border].Count((byte)'\n');
        Border = border;
    }
}
