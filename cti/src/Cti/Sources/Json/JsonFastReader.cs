using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;
using Cti.Records.Raw;

namespace Cti.Sources.Json;

/// <summary>Reads the declared fields of an object that is plain to see through; of any other it says that it is not sure.</summary>
/// <remarks>A value that is passed over and comes again with the same bytes, as the context of events does, is not walked again.</remarks>
/// <param name="tree">The declared fields; not shared with a reader that learns names meanwhile on another thread.</param>
/// <param name="fields">Takes the fields' places; a start below zero lies in the texts, at the bitwise complement.</param>
/// <param name="texts">Takes texts that do not stand in the bytes as they are wanted.</param>
/// <param name="maxDepth">The deepest nesting.</param>
internal sealed class JsonFastReader(JsonMember tree, FieldSlice[] fields, JsonText texts, int maxDepth)
{
    private readonly JsonText _rest = new();
    private byte[] _buffer = [];
    private int _limit;
    private long _record;

    /// <summary>Reads the object that begins at <paramref name="start"/>.</summary>
    /// <param name="buffer">The bytes.</param>
    /// <param name="start">Where it begins.</param>
    /// <param name="limit">Where the bytes end.</param>
    /// <returns>The index behind it; below zero: not sure, and what the fields hold is worth nothing.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Read(byte[] buffer, int start, int limit)
    {
        _buffer = buffer;
        _limit = limit;
        _record++;
        for (int field = 0; field < fields.Length; field++)
            fields[field] = new FieldSlice(0, -1);
        texts.Clear();
        return ReadMembers(start + 1, tree, maxDepth - 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int ReadMembers(int at, JsonMember container, int depth)
    {
        ReadOnlySpan<byte> bytes = _buffer.AsSpan(0, _limit);
        container.Begin();
        if (container.RestField >= 0)
            return ReadWithRest(bytes, at, container, depth);
        at = JsonWalker.Space(bytes, at);
        if (at < bytes.Length && bytes[at] == '}')
            return at + 1;
        while (at < bytes.Length && bytes[at] == '"')
        {
            JsonMember? member = Quoted(bytes, container, ref at) ?? Spaced(bytes, container, ref at);
            if (member is null)
                return JsonWalker.Doubt;
            at = ReadValue(bytes, JsonWalker.Space(bytes, at), member, depth);
            if (at < 0)
                return JsonWalker.Doubt;
            at = JsonWalker.Space(bytes, at);
            if (at < bytes.Length && bytes[at] == '}')
                return at + 1;
            if (at >= bytes.Length || bytes[at] != ',')
                return JsonWalker.Doubt;
            at = JsonWalker.Space(bytes, at + 1);
        }

        return JsonWalker.Doubt;
    }

    /// <summary>The member whose name stands next as it mostly does, its colon right behind it; null: none, and nothing is passed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private JsonMember? Quoted(ReadOnlySpan<byte> bytes, JsonMember container, ref int at)
    {
        if (at > _buffer.Length - Vector256<byte>.Count)
            return null;
        JsonMember? member = container.FindQuoted(ref Unsafe.Add(ref MemoryMarshal.GetReference(bytes), at), bytes.Length - at, out int taken);
        at += taken;
        return member;
    }

    /// <summary>The member whose name stands next, with white space before its colon perhaps; null: none, or not sure.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static JsonMember? Spaced(ReadOnlySpan<byte> bytes, JsonMember container, ref int at)
    {
        int quote = JsonWalker.Text(bytes, at + 1, out bool isEscaped);
        if (quote < 0 || isEscaped)
            return null;
        JsonMember? member = container.Find(bytes[(at + 1)..quote]);
        at = JsonWalker.Space(bytes, quote + 1);
        return at < bytes.Length && bytes[at++] == ':' ? member : null;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int ReadValue(ReadOnlySpan<byte> bytes, int at, JsonMember member, int depth)
    {
        if (at >= bytes.Length)
            return JsonWalker.Doubt;
        if (member.Kind == JsonMemberKind.PassedOver)
            return PassOver(bytes, at, member, depth);
        if (member.SeenByFastReader == _record)
            return JsonWalker.Doubt;
        member.SeenByFastReader = _record;
        if (member.Kind == JsonMemberKind.Container && bytes[at] == '{')
            return depth == 0 ? JsonWalker.Doubt : ReadMembers(at + 1, member, depth - 1);
        if (member.Kind != JsonMemberKind.Scalar)
            return bytes[at..].StartsWith("null"u8) ? JsonWalker.Literal(bytes, at) : JsonWalker.Doubt;
        if (bytes[at] == '"')
        {
            int quote = JsonWalker.Text(bytes, at + 1, out bool isEscaped);
            if (quote < 0 || (isEscaped && !TryUnescape(bytes[(at + 1)..quote], member.Field)))
                return JsonWalker.Doubt;
            if (!isEscaped)
                fields[member.Field] = new FieldSlice(at + 1, quote - at - 1);
            return quote + 1;
        }

        int end = JsonWalker.Literal(bytes, at);
        if (end > 0 && bytes[at] != 'n')
            fields[member.Field] = new FieldSlice(at, end - at);
        return end;
    }

    /// <summary>Members of an object whose undeclared members are taken as JSON: plain ones without a space, so that they can be copied.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int ReadWithRest(ReadOnlySpan<byte> bytes, int at, JsonMember container, int depth)
    {
        _rest.Clear();
        _rest.Append((byte)'{');
        while (at < bytes.Length && bytes[at] == '"')
        {
            int value = at;
            JsonMember? member = Quoted(bytes, container, ref value);
            if (member is null && !TryPassName(bytes, container, ref value))
                return JsonWalker.Doubt;
            if (member is not null && member.Kind != JsonMemberKind.Scalar)
                return JsonWalker.Doubt;
            int end = value >= bytes.Length ? JsonWalker.Doubt : member is null ? PlainEnd(bytes, value) : ReadValue(bytes, value, member, depth);
            if (end < 0 || end >= bytes.Length)
                return JsonWalker.Doubt;
            if (member is null)
                AddRest(bytes[at..end]);
            if (bytes[end] == '}')
                return EndRest(container.RestField, end + 1);
            if (bytes[end] != ',')
                return JsonWalker.Doubt;
            at = end + 1;
        }

        return JsonWalker.Doubt;
    }

    /// <summary>Passes the name of a member that is not declared, with its colon right behind it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool TryPassName(ReadOnlySpan<byte> bytes, JsonMember container, ref int at)
    {
        int quote = JsonWalker.Text(bytes, at + 1, out bool isEscaped);
        if (quote < 0 || isEscaped || quote + 1 >= bytes.Length || bytes[quote + 1] != ':' || container.Find(bytes[(at + 1)..quote]) is not null)
            return false;
        at = quote + 2;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int PlainEnd(ReadOnlySpan<byte> bytes, int at)
    {
        if (bytes[at] != '"')
            return bytes[at] is (byte)'{' or (byte)'[' ? JsonWalker.Doubt : JsonWalker.Literal(bytes, at);
        int quote = JsonWalker.Text(bytes, at + 1, out bool isEscaped);
        return quote < 0 || isEscaped ? JsonWalker.Doubt : quote + 1;
    }

    private void AddRest(ReadOnlySpan<byte> member)
    {
        if (_rest.Length > 1)
            _rest.Append((byte)',');
        _rest.Append(member);
    }

    private int EndRest(int field, int end)
    {
        _rest.Append((byte)'}');
        fields[field] = new FieldSlice(~texts.Length, _rest.Length);
        texts.Append(_rest.Written);
        return end;
    }

    /// <summary>Characters escaped by two codes, and NUL, are left to the careful reader.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool TryUnescape(ReadOnlySpan<byte> text, int field)
    {
        int from = texts.Length;
        for (int escape = text.IndexOf((byte)'\\'); escape >= 0; escape = text.IndexOf((byte)'\\'))
        {
            texts.Append(text[..escape]);
            if (text[escape + 1] == 'u')
            {
                if (!TryAppendCode(text.Slice(escape + 2, 4)))
                    return false;
                text = text[(escape + 6)..];
                continue;
            }

            texts.Append(text[escape + 1] switch
            {
                (byte)'b' => (byte)'\b',
                (byte)'f' => (byte)'\f',
                (byte)'n' => (byte)'\n',
                (byte)'r' => (byte)'\r',
                (byte)'t' => (byte)'\t',
                byte itself => itself,
            });
            text = text[(escape + 2)..];
        }

        texts.Append(text);
        fields[field] = new FieldSlice(~from, texts.Length - from);
        return true;
    }

    private bool TryAppendCode(ReadOnlySpan<byte> digits)
    {
        if (!Utf8Parser.TryParse(digits, out uint code, out int read, 'x') || read != digits.Length || code == 0 || !Rune.TryCreate(code, out Rune character))
            return false;
        Span<byte> encoded = stackalloc byte[4];
        texts.Append(encoded[..character.EncodeToUtf8(encoded)]);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int PassOver(ReadOnlySpan<byte> bytes, int at, JsonMember member, int depth)
    {
        byte[] known = member.KnownValue;
        if (known.Length > 0 && bytes[at..].StartsWith(known))
            return at + known.Length;
        int end = JsonWalker.Value(bytes, at, depth);

        // Only what ends by its own last byte can be known again by its bytes alone; a number could go on.
        if (end - at is > 16 and < 1024 && bytes[at] is (byte)'{' or (byte)'[')
            member.KnownValue = bytes[at..end].ToArray();
        return end;
    }
}
