namespace Cti.Records.Erasing;

/// <summary>Finds the persons who are erased. Thread-safe.</summary>
public sealed class SubjectIndex
{
    private readonly Dictionary<string, List<Subject>> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Subject>> _byEmail = new(StringComparer.Ordinal);
    private readonly Func<string, string> _emailKey;

    /// <summary>An index of persons whose <see cref="Subject.Emails"/> are addresses in lower case.</summary>
    public SubjectIndex(IEnumerable<Subject> subjects)
        : this(subjects, email => email)
    {
    }

    /// <summary>An index of persons whose <see cref="Subject.Emails"/> are keyed hashes.</summary>
    public SubjectIndex(IEnumerable<Subject> subjects, Pseudonyms pseudonyms)
        : this(subjects, pseudonyms is null ? throw new ArgumentNullException(nameof(pseudonyms)) : pseudonyms.HashOfEmail)
    {
    }

    private SubjectIndex(IEnumerable<Subject> subjects, Func<string, string> emailKey)
    {
        ArgumentNullException.ThrowIfNull(subjects);
        _emailKey = emailKey;
        foreach (Subject subject in subjects)
        {
            LatestRequest = Math.Max(LatestRequest, subject.RequestedAt);
            foreach (string id in subject.CustomerIds)
                Add(_byId, id, subject);
            foreach (string email in subject.Emails)
                Add(_byEmail, email, subject);
        }
    }

    /// <summary>The latest request, in microseconds since 1970-01-01 UTC: what arrived after it concerns nobody here.</summary>
    public long LatestRequest { get; } = long.MinValue;

    /// <summary>Ids of customers that are looked for.</summary>
    public IReadOnlyCollection<string> CustomerIds => _byId.Keys;

    /// <summary>Addresses, or their hashes, that are looked for.</summary>
    public IReadOnlyCollection<string> Emails => _byEmail.Keys;

    /// <summary>The person whose data this is; null where it is nobody's who is erased, or came after the request.</summary>
    /// <param name="customerId">A customer's id; null for none.</param>
    /// <param name="email">An e-mail address of any case; null for none.</param>
    /// <param name="arrivedAt">When the data arrived, in microseconds since 1970-01-01 UTC.</param>
    public Subject? Find(string? customerId, string? email, long arrivedAt) =>
        Of(_byId, customerId?.Trim(), arrivedAt) ?? (_byEmail.Count == 0 || email is null ? null : Of(_byEmail, _emailKey(email.Trim().ToLowerInvariant()), arrivedAt));

    private static void Add(Dictionary<string, List<Subject>> index, string name, Subject subject)
    {
        if (!index.TryGetValue(name, out List<Subject>? subjects))
            index[name] = subjects = [];
        subjects.Add(subject);
    }

    private static Subject? Of(Dictionary<string, List<Subject>> index, string? name, long arrivedAt) =>
        name is not null && index.TryGetValue(name, out List<Subject>? found) ? found.Find(s => arrivedAt <= s.RequestedAt) : null;
}
