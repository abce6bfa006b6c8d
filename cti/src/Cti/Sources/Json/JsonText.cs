using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace Cti.Sources.Json;

/// <summary>Texts of one record that do not stand in its bytes as they are wanted: unescaped ones and compact JSON.</summary>
internal sealed class JsonText
{
    private byte[] _bytes = new byte[4096];

    /// <summary>Bytes written.</summary>
    public int Length { get; private set; }

    /// <summary>What was written.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    /// <summary>Forgets everything.</summary>
    public void Clear() => Length = 0;

    /// <summary>Appends the text that the reader stands on, a string or a name, without escapes.</summary>
    /// <returns>False: an escape stands for half a character.</returns>
    public bool TryAppendText(ref Utf8JsonReader reader)
    {
        Span<byte> room = Reserve(reader.ValueSpan.Length);
        try
        {
            Length += reader.CopyString(room);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Appends bytes as they are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        Length += bytes.Length;
    }

    /// <summary>Appends one byte.</summary>
    public void Append(byte value)
    {
        Reserve(1)[0] = value;
        Length++;
    }

    /// <summary>Appends the value that the reader stands on, with all that it holds, as compact JSON with raw Unicode; the reader ends on its last token.</summary>
    /// <returns>False: an escape stands for half a character.</returns>
    public bool TryAppendJson(ref Utf8JsonReader reader)
    {
        int depth = 0;
        bool first = true;
        while (true)
        {
            JsonTokenType token = reader.TokenType;
            bool closes = token is JsonTokenType.EndObject or JsonTokenType.EndArray;
            if (!first && !closes)
                Append((byte)',');
            if (!TryAppendToken(ref reader, token))
                return false;
            depth += token is JsonTokenType.StartObject or JsonTokenType.StartArray ? 1 : closes ? -1 : 0;
            if (depth == 0 && token != JsonTokenType.PropertyName)
                return true;
            first = token is JsonTokenType.StartObject or JsonTokenType.StartArray or JsonTokenType.PropertyName;
            reader.Read();
        }
    }

    /// <summary>Appends the name that the reader stands on as JSON, with its colon.</summary>
    /// <returns>False: an escape stands for half a character.</returns>
    public bool TryAppendName(ref Utf8JsonReader reader) => TryAppendToken(ref reader, JsonTokenType.PropertyName);

    private bool TryAppendToken(ref Utf8JsonReader reader, JsonTokenType token)
    {
        switch (token)
        {
            case JsonTokenType.StartObject: Append((byte)'{'); return true;
            case JsonTokenType.EndObject: Append((byte)'}'); return true;
            case JsonTokenType.StartArray: Append((byte)'['); return true;
            case JsonTokenType.EndArray: Append((byte)']'); return true;
            case JsonTokenType.String: return TryAppendQuoted(ref reader);
            case JsonTokenType.PropertyName:
                bool good = TryAppendQuoted(ref reader);
                Append((byte)':');
                return good;
            default: Append(reader.ValueSpan); return true;
        }
    }

    private bool TryAppendQuoted(ref Utf8JsonReader reader)
    {
        Append((byte)'"');
        if (!reader.ValueIsEscaped)
        {
            Append(reader.ValueSpan);
        }
        else
        {
            int start = Length;
            if (!TryAppendText(ref reader))
                return false;
            Escape(start);
        }

        Append((byte)'"');
        return true;
    }

    /// <summary>Escapes again, from a place on, only what JSON cannot hold raw.</summary>
    private void Escape(int start)
    {
        byte[] text = _bytes.AsSpan(start, Length - start).ToArray();
        Length = start;
        foreach (byte value in text)
        {
            switch (value)
            {
                case (byte)'"': Append("\\\""u8); break;
                case (byte)'\\': Append("\\\\"u8); break;
                case (byte)'\n': Append("\\n"u8); break;
                case (byte)'\r': Append("\\r"u8); break;
                case (byte)'\t': Append("\\t"u8); break;
                case < 0x20: Append(Encoding.ASCII.GetBytes($"\\u{value:x4}")); break;
                default: Append(value); break;
            }
        }
    }

    private Span<byte> Reserve(int bytes)
    {
        if (_bytes.Length - Length < bytes)
            Array.Resize(ref _bytes, Math.Max(Length + bytes, _bytes.Length * 2));
        return _bytes.AsSpan(Length);
    }
}
