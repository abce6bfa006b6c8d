using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cti.Sources.Json;

/// <summary>A member of an object that may come: a declared field, an object that holds some, or one that is passed over.</summary>
/// <remarks>Belongs to one parser: it notes where it was seen, and learns the names that are passed over.</remarks>
internal sealed class JsonMember
{
    // A producer that makes up names would fill it without end.
    private const int MostLearned = 64;

    private readonly int _quotedLength;
    private readonly Vector256<byte> _quoted;
    private readonly Vector256<byte> _quotedMask;
    private JsonMember[] _members = [];
    private int _expected;
    private int _first;
    private int _next;
    private int _last = -1;
    private int _learned;

    /// <summary>A member by its name and its path from the record.</summary>
    public JsonMember(string name, string path, JsonMemberKind kind, int field)
    {
        Name = System.Text.Encoding.UTF8.GetBytes(name);
        Path = path;
        Kind = kind;
        Field = field;
        byte[] quoted = [(byte)'"', .. Name, (byte)'"', (byte)':'];
        if (quoted.Length > Vector256<byte>.Count || Name.AsSpan().ContainsAny((byte)'"', (byte)'\\') || Name.AsSpan().IndexOfAnyInRange((byte)0, (byte)31) >= 0)
            return;
        Span<byte> bytes = stackalloc byte[Vector256<byte>.Count];
        Span<byte> mask = stackalloc byte[Vector256<byte>.Count];
        bytes.Clear();
        mask.Clear();
        quoted.CopyTo(bytes);
        mask[..quoted.Length].Fill(byte.MaxValue);
        _quotedLength = quoted.Length;
        _quoted = Vector256.Create<byte>(bytes);
        _quotedMask = Vector256.Create<byte>(mask);
    }

    /// <summary>Its name.</summary>
    public byte[] Name { get; }

    /// <summary>The names from the record on, with points between.</summary>
    public string Path { get; }

    /// <summary>What it is.</summary>
    public JsonMemberKind Kind { get; }

    /// <summary>Index of the declared field; -1 for none.</summary>
    public int Field { get; }

    /// <summary>Of a container: index of the field that takes all members that are not declared; -1 for none.</summary>
    public int RestField { get; set; } = -1;

    /// <summary>The record it was seen in last.</summary>
    public long SeenIn { get; set; } = -1;

    /// <summary>The record it was seen in last, by the count of the fast reader.</summary>
    public long SeenByFastReader { get; set; } = -1;

    /// <summary>Of a member that is passed over: the bytes of a value that was found sound; empty for none.</summary>
    public byte[] KnownValue { get; set; } = [];

    /// <summary>Adds a member.</summary>
    public JsonMember Add(JsonMember member)
    {
        _members = [.. _members, member];
        return member;
    }

    /// <summary>The member of that name that was added; null: there is none.</summary>
    public JsonMember? Get(string name) => Array.Find(_members, m => m.Name.AsSpan().SequenceEqual(System.Text.Encoding.UTF8.GetBytes(name)));

    /// <summary>The member of that name; null: it is unknown. Records mostly name their members in the same order: then the first look is the last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public JsonMember? Find(ReadOnlySpan<byte> name)
    {
        JsonMember[] members = _members;
        int at = _expected;
        for (int i = 0; i < members.Length; i++, at++)
        {
            if (at >= members.Length)
                at = 0;
            if (!name.SequenceEqual(members[at].Name))
                continue;
            _expected = at + 1;
            return members[at];
        }

        return null;
    }

    /// <summary>The object begins: its first member comes next.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Begin() => _last = -1;

    /// <summary>The member whose name, with its quotes and its colon, stands next; null: none is written that plainly.</summary>
    /// <remarks>The first look is at the member that followed the last time.</remarks>
    /// <param name="next">Where the opening quote may stand; 32 bytes from there on must be readable.</param>
    /// <param name="length">Bytes that count.</param>
    /// <param name="taken">Bytes up to and with the colon.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public JsonMember? FindQuoted(ref byte next, int length, out int taken)
    {
        Vector256<byte> bytes = Vector256.LoadUnsafe(ref next);
        JsonMember[] members = _members;
        int expected = (uint)_last < (uint)members.Length ? members[_last]._next : _first;
        if ((uint)expected >= (uint)members.Length || !members[expected].IsQuotedIn(bytes, length))
            expected = Search(bytes, length);
        if (expected < 0)
        {
            taken = 0;
            return null;
        }

        _last = expected;
        taken = members[expected]._quotedLength;
        return members[expected];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Search(Vector256<byte> bytes, int length)
    {
        for (int at = 0; at < _members.Length; at++)
        {
            if (!_members[at].IsQuotedIn(bytes, length))
                continue;
            if ((uint)_last < (uint)_members.Length)
                _members[_last]._next = at;
            else
                _first = at;
            return at;
        }

        return -1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsQuotedIn(Vector256<byte> bytes, int length)
        => ((bytes ^ _quoted) & _quotedMask) == Vector256<byte>.Zero && _quotedLength > 0 && _quotedLength <= length;

    /// <summary>Remembers a name that is passed over from now on.</summary>
    public void Learn(JsonMember passedOver)
    {
        if (_learned++ < MostLearned)
            _members = [.. _members.Take(_expected), passedOver, .. _members.Skip(_expected)];
    }
}
