namespace Cti.Pipelines.Erasure;

/// <summary>Customer ids and addresses, joined to persons.</summary>
internal sealed class PersonSets
{
    private readonly Dictionary<string, string> _parents = new(StringComparer.Ordinal);

    /// <summary>Names known.</summary>
    public int Count => _parents.Count;

    /// <summary>The ids known.</summary>
    public IEnumerable<string> Ids => NamesOf('i', _parents.Keys);

    /// <summary>The addresses known.</summary>
    public IEnumerable<string> Emails => NamesOf('e', _parents.Keys);

    /// <summary>Notes that an id and an address are one person's; one of them may be missing.</summary>
    public void Join(string? id, string? email)
    {
        string? left = id is null ? null : RootOf("i" + id);
        string? right = email is null ? null : RootOf("e" + email);
        if (left is not null && right is not null && left != right)
            _parents[right] = left;
    }

    /// <summary>The persons, each with ids and addresses in ordinal order.</summary>
    public IEnumerable<(IReadOnlyList<string> Ids, IReadOnlyList<string> Emails)> Persons() => _parents.Keys.ToArray()
        .GroupBy(RootOf)
        .Select(g => ((IReadOnlyList<string>)[.. NamesOf('i', g).Order(StringComparer.Ordinal)], (IReadOnlyList<string>)[.. NamesOf('e', g).Order(StringComparer.Ordinal)]))
        .OrderBy(p => p.Item1.Concat(p.Item2).First(), StringComparer.Ordinal);

    private string RootOf(string name)
    {
        _parents.TryAdd(name, name);
        while (_parents[name] != name)
            name = _parents[name] = _parents[_parents[name]];
        return name;
    }

    private static IEnumerable<string> NamesOf(char kind, IEnumerable<string> names) => names.Where(n => n[0] == kind).Select(n => n[1..]);
}
