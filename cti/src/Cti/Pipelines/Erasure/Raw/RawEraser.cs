using System.Buffers;
using System.Text;
using Cti.Records;
using Cti.Records.Columns;
using Cti.Records.Erasing;

namespace Cti.Pipelines.Erasure.Raw;

/// <summary>Erases persons in raw records, which stay records of their format: what can be read field by field keeps all that is not about the person.</summary>
/// <param name="dataset">What the records are.</param>
/// <param name="subjects">The persons.</param>
/// <param name="pseudonyms">Makes what takes the place of values.</param>
internal abstract class RawEraser(Dataset dataset, SubjectIndex subjects, Pseudonyms pseudonyms)
{
    private static readonly SearchValues<char> Separators = SearchValues.Create(" \t\r\n\"',;|:<>()[]{}=\\");
    private readonly string? _moment = RecordMoment.FieldOf(dataset);
    private readonly bool _namesCustomers = dataset.PersonalFields.Any(f => f.NamesCustomer);

    /// <summary>The fields about persons, by their names in the raw records.</summary>
    protected IReadOnlyDictionary<string, PersonalField> Personal { get; } = dataset.PersonalFields.ToDictionary(f => f.Raw, StringComparer.OrdinalIgnoreCase);

    /// <summary>The eraser for a dataset's format.</summary>
    /// <param name="dataset">What the records are.</param>
    /// <param name="header">Of CSV: the object's header; null where it is not known: then a record goes as a whole.</param>
    /// <param name="subjects">The persons.</param>
    /// <param name="pseudonyms">Makes what takes the place of values.</param>
    public static RawEraser For(Dataset dataset, string? header, SubjectIndex subjects, Pseudonyms pseudonyms)
        => dataset.Json is { } form ? new JsonRawEraser(dataset, form, subjects, pseudonyms) : new CsvRawEraser(dataset, header, subjects, pseudonyms);

    /// <summary>
    /// The erasers of an object's rejects: of what they were read as, and before it of what the file is named for. A folder without files of its own may have given a dataset those
    /// of another one.
    /// </summary>
    public static IReadOnlyList<RawEraser> OfRejects(Dataset readAs, string source, string? header, SubjectIndex subjects, Pseudonyms pseudonyms) =>
        NamedFor(readAs, source) is { } named ? [For(named, header: null, subjects, pseudonyms), For(readAs, header, subjects, pseudonyms)] : [For(readAs, header, subjects, pseudonyms)];

    /// <summary>The other dataset about persons that a source is named for; null for none.</summary>
    public static Dataset? NamedFor(Dataset readAs, string source) => DatasetCatalog.NamedFor(source) is { PersonalFields.Count: > 0 } named && named != readAs ? named : null;

    /// <summary>Whether rejects of a source may hold something about persons.</summary>
    public static bool MayHold(Dataset readAs, string source) => readAs.PersonalFields.Count > 0 || NamedFor(readAs, source) is not null;

    /// <summary>The record after all of them, in order; null where none changes it.</summary>
    public static byte[]? Erase(IEnumerable<RawEraser> erasers, ReadOnlyMemory<byte> raw, long arrivedAt)
    {
        byte[]? erased = null;
        foreach (RawEraser eraser in erasers)
            erased = eraser.Erase(erased ?? raw, arrivedAt) ?? erased;
        return erased;
    }

    /// <summary>The record without the person; null where it is about nobody who is erased, or erased already.</summary>
    /// <param name="raw">Its exact bytes.</param>
    /// <param name="arrivedAt">When its object arrived, in microseconds since 1970-01-01 UTC.</param>
    public byte[]? Erase(ReadOnlyMemory<byte> raw, long arrivedAt)
        => _moment is null && arrivedAt > subjects.LatestRequest ? null : TryErase(raw, arrivedAt, out byte[]? erased) ? erased : EraseUnread(raw.Span, arrivedAt);

    /// <summary>When a record counts as arrived: with its object, or earlier where the dataset's tables go by what rows tell of their time.</summary>
    /// <param name="arrivedAt">When its object arrived.</param>
    /// <param name="textOf">The record's text of a field; null where it has none.</param>
    protected long MomentOf(long arrivedAt, Func<string, string?> textOf) => _moment is null ? arrivedAt : RecordMoment.Earlier(arrivedAt, textOf(_moment));

    /// <summary>Erases a record that can be read.</summary>
    /// <param name="raw">Its bytes.</param>
    /// <param name="arrivedAt">When it arrived.</param>
    /// <param name="erased">Without the person; null where nothing is to be erased.</param>
    /// <returns>Whether it can be read.</returns>
    protected abstract bool TryErase(ReadOnlyMemory<byte> raw, long arrivedAt, out byte[]? erased);

    /// <summary>The person of one field; null for nobody.</summary>
    protected Subject? SubjectOf(string field, string text, long arrivedAt)
    {
        bool namesCustomer = Personal.TryGetValue(field, out PersonalField? personal) && personal.NamesCustomer;
        if (namesCustomer)
            return subjects.Find(text, null, arrivedAt);
        return text.Contains('@', StringComparison.Ordinal) ? subjects.Find(null, text, arrivedAt) : null;
    }

    /// <summary>What takes the place of a field's text; null for nothing. A field that the dataset does not know may tell anything, so it goes too.</summary>
    protected string? Replace(string field, string text, Subject subject)
    {
        if (Personal.TryGetValue(field, out PersonalField? personal))
            return personal.ErasedAs is { } how ? pseudonyms.Replace(how, subject.Key, personal.Column, text) : text;
        return pseudonyms.Replace(text.Contains('@', StringComparison.Ordinal) ? ErasedAs.EmailPseudonym : ErasedAs.Pseudonym, subject.Key, field, text);
    }

    /// <summary>A piece that nobody could read goes as a whole where a word of it names the person, however it is written.</summary>
    private byte[]? EraseUnread(ReadOnlySpan<byte> raw, long arrivedAt)
    {
        string text = Encoding.UTF8.GetString(raw);
        if (_moment is not null)
            arrivedAt = RecordMoment.EarlierIn(arrivedAt, text);
        if (Pseudonyms.IsOne(text.Trim()) || UnreadText.ReadingsOf(raw, text).Select(t => WordOf(t, arrivedAt)).FirstOrDefault(s => s is not null) is not { } subject)
            return null;
        return Encoding.UTF8.GetBytes(pseudonyms.Of(subject.Key, "raw", text));
    }

    private Subject? WordOf(string text, long arrivedAt)
    {
        foreach (Range range in text.AsSpan().SplitAny(Separators))
        {
            ReadOnlySpan<char> word = text.AsSpan()[range];
            bool isEmail = word.Contains('@');
            if (word.Length == 0 || !(isEmail || (_namesCustomers && word.IndexOfAnyExceptInRange('0', '9') < 0)))
                continue;
            if ((isEmail ? subjects.Find(null, word.ToString(), arrivedAt) : subjects.Find(word.ToString(), null, arrivedAt)) is { } subject)
                return subject;
        }

        return null;
    }
}
