using System.Runtime.CompilerServices;

namespace Cti.Sources.Json;

/// <summary>A member of an object that may come: a declared field, an object that holds some, or one that is passed over.</summary>
/// <remarks>Belongs to one parser: it notes where it was seen, and learns the names that are passed over.</remarks>
internal sealed class JsonMember
{
    // A producer that makes up names would fill it without end.
    private const int MostLearned = 64;

    private readonly List<JsonMember> _members = [];
    private int _expected;
    private int _learned;

    /// <summary>A member by its name and its path from the record.</summary>
    public JsonMember(string name, string path, JsonMemberKind kind, int field)
    {
        Name = System.Text.Encoding.UTF8.GetBytes(name);
        Path = path;
        Kind = kind;
        Field = field;
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
        _members.Add(member);
        return member;
    }

    /// <summary>The member of that name that was added; null: there is none.</summary>
    public JsonMember? Get(string name) => _members.Find(m => m.Name.AsSpan().SequenceEqual(System.Text.Encoding.UTF8.GetBytes(name)));

    /// <summary>The member of that name; null: it is unknown. Records mostly name their members in the same order: then the first look is the last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public JsonMember? Find(ReadOnlySpan<byte> name)
    {
        List<JsonMember> members = _members;
        int at = _expected;
        for (int i = 0; i < members.Count; i++, at++)
        {
            if (at >= members.Count)
                at = 0;
            if (!name.SequenceEqual(members[at].Name))
                continue;
            _expected = at + 1;
            return members[at];
        }

        return null;
    }

    /// <summary>Remembers a name that is passed over from now on.</summary>
    public void Learn(JsonMember passedOver)
    {
        if (_learned++ < MostLearned)
            _members.Insert(Math.Min(_expected, _members.Count), passedOver);
    }
}
