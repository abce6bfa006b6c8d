using System.Text;
using System.Text.Json;
using Cti.Records;
using Cti.Records.Raw;

namespace Cti.Sources.Json;

/// <summary>Reads the declared fields of one object. One thread at a time.</summary>
/// <param name="tree">The declared fields.</param>
/// <param name="fieldCount">How many there are.</param>
/// <param name="maxDepth">The deepest nesting.</param>
/// <param name="unknown">Hears of names that are not declared.</param>
internal sealed class JsonRecordReader(JsonMember tree, int fieldCount, int maxDepth, UnknownNames unknown)
{
    private readonly JsonReaderOptions _options = new() { MaxDepth = maxDepth };
    private readonly JsonText _rest = new();
    private readonly JsonText _name = new();
    private readonly List<(JsonMember Container, JsonMember Member)> _passedOver = [];
    private int _start;
    private long _record;

    /// <summary>By field; a start below zero lies in <see cref="Texts"/>, at the bitwise complement.</summary>
    public FieldSlice[] Fields { get; } = new FieldSlice[fieldCount];

    /// <summary>Texts that do not stand in the record's bytes as they are wanted.</summary>
    public JsonText Texts { get; } = new();

    /// <summary>Reads the object that begins at <paramref name="start"/>.</summary>
    /// <param name="buffer">The bytes.</param>
    /// <param name="start">Where it begins.</param>
    /// <param name="limit">Where the bytes end.</param>
    /// <param name="end">Index behind it.</param>
    /// <returns>Why it cannot be taken, though it is valid JSON; null where it can.</returns>
    /// <exception cref="JsonException">It is no valid JSON.</exception>
    public RecordFailure? Read(byte[] buffer, int start, int limit, out int end)
    {
        Array.Fill(Fields, new FieldSlice(0, -1));
        Texts.Clear();
        _start = start;
        _record++;
        Utf8JsonReader reader = new(buffer.AsSpan(start, limit - start), _options);
        reader.Read();
        _passedOver.Clear();
        RecordFailure? failure = ReadMembers(ref reader, tree);

        // What follows must be valid too, else the object ends elsewhere.
        while (failure is not null && !(reader.TokenType == JsonTokenType.EndObject && reader.CurrentDepth == 0))
            reader.Read();
        end = start + (int)reader.BytesConsumed;
        if (failure is null && _passedOver.Count > 0)
            Learn();
        return failure;
    }

    /// <summary>Names are only told of where the record is sound: what something broken holds is nobody's field.</summary>
    private void Learn()
    {
        foreach ((JsonMember container, JsonMember member) in _passedOver)
        {
            unknown.Met(member.Path);
            container.Learn(member);
        }
    }

    /// <summary>From the brace that opens an object to the one that closes it, or to the first failure.</summary>
    private RecordFailure? ReadMembers(ref Utf8JsonReader reader, JsonMember container)
    {
        bool hasRest = container.RestField >= 0;
        if (hasRest)
            BeginRest();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            JsonMember? member = reader.ValueIsEscaped ? FindEscaped(ref reader, container) : container.Find(reader.ValueSpan);
            RecordFailure? failure = member is not null ? ReadMember(ref reader, member)
                : hasRest ? AddRest(ref reader, container)
                : PassOver(ref reader, container);
            if (failure is not null)
                return failure;
        }

        if (hasRest)
            EndRest(container.RestField);
        return null;
    }

    private JsonMember? FindEscaped(ref Utf8JsonReader reader, JsonMember container)
    {
        _name.Clear();
        return _name.TryAppendText(ref reader) ? container.Find(_name.Written) : null;
    }

    private RecordFailure? ReadMember(ref Utf8JsonReader reader, JsonMember member)
    {
        if (member.Kind == JsonMemberKind.PassedOver)
        {
            reader.Skip();
            return null;
        }

        if (member.SeenIn == _record)
            return JsonFailures.Duplicate(member.Path);
        member.SeenIn = _record;
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        return member.Kind switch
        {
            JsonMemberKind.Scalar => ReadScalar(ref reader, member),
            JsonMemberKind.Open => ReadOpen(ref reader, member),
            _ when reader.TokenType == JsonTokenType.StartObject => ReadMembers(ref reader, member),
            _ => JsonFailures.NoObject(member.Path),
        };
    }

    private RecordFailure? ReadScalar(ref Utf8JsonReader reader, JsonMember member)
    {
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            return JsonFailures.NoSingleValue(member.Path);
        if (!reader.ValueIsEscaped)
        {
            int quote = reader.TokenType == JsonTokenType.String ? 1 : 0;
            Fields[member.Field] = new FieldSlice(_start + (int)reader.TokenStartIndex + quote, reader.ValueSpan.Length);
            return null;
        }

        int from = Texts.Length;
        if (!Texts.TryAppendText(ref reader))
            return JsonFailures.HalfCharacter(member.Path);
        if (Texts.Written[from..].Contains((byte)0))
            return JsonFailures.Nul(member.Path);
        Fields[member.Field] = new FieldSlice(~from, Texts.Length - from);
        return null;
    }

    private RecordFailure? ReadOpen(ref Utf8JsonReader reader, JsonMember member)
    {
        int from = Texts.Length;
        if (!Texts.TryAppendJson(ref reader))
            return JsonFailures.HalfCharacter(member.Path);
        Fields[member.Field] = new FieldSlice(~from, Texts.Length - from);
        return null;
    }

    private RecordFailure? PassOver(ref Utf8JsonReader reader, JsonMember container)
    {
        string name = Encoding.UTF8.GetString(reader.ValueSpan);
        string path = container.Path.Length == 0 ? name : $"{container.Path}.{name}";
        _passedOver.Add((container, new JsonMember(name, path, JsonMemberKind.PassedOver, -1)));
        reader.Skip();
        return null;
    }

    private void BeginRest()
    {
        _rest.Clear();
        _rest.Append((byte)'{');
    }

    private RecordFailure? AddRest(ref Utf8JsonReader reader, JsonMember container)
    {
        if (_rest.Length > 1)
            _rest.Append((byte)',');
        bool good = _rest.TryAppendName(ref reader) && reader.Read() && _rest.TryAppendJson(ref reader);
        return good ? null : JsonFailures.HalfCharacter(container.Path + JsonFieldTree.Rest);
    }

    private void EndRest(int field)
    {
        int from = Texts.Length;
        _rest.Append((byte)'}');
        Texts.Append(_rest.Written);
        Fields[field] = new FieldSlice(~from, _rest.Length);
    }
}
