using System.IO.Enumeration;

namespace Cti.ObjectStores;

/// <summary>A path with wildcards: <c>*</c> and <c>?</c> within a name, <c>**</c> for any number of folders.</summary>
/// <remarks>Names that begin with <c>.</c> or <c>_</c> match only where the pattern begins with that character too.</remarks>
internal sealed class GlobPattern
{
    private readonly string[] _names;

    /// <summary>Takes a pattern with <c>/</c> between names; a final <c>/</c> says that only folders match.</summary>
    public GlobPattern(string pattern)
    {
        FoldersOnly = pattern.EndsWith('/');
        _names = pattern.TrimEnd('/').Split('/');
        int first = Array.FindIndex(_names, IsGlob);
        Base = string.Concat(_names[..first].Select(n => n + "/"));
        int wildcard = _names[first].AsSpan().IndexOfAny('*', '?');
        Prefix = Base + _names[first][..wildcard];
        _names = _names[first..];
    }

    /// <summary>The folder before the first name with a wildcard, with its final <c>/</c>.</summary>
    public string Base { get; }

    /// <summary>All before the first wildcard.</summary>
    public string Prefix { get; }

    /// <summary>Whether only folders match.</summary>
    public bool FoldersOnly { get; }

    /// <summary>The pattern's names from the first with a wildcard on.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>Whether the text holds a wildcard.</summary>
    public static bool IsGlob(string text) => text.AsSpan().ContainsAny('*', '?');

    /// <summary>Whether a name of the pattern takes a name of a path.</summary>
    public static bool Takes(string pattern, ReadOnlySpan<char> name) =>
        (!StoreUri.IsHiddenName(name) || pattern[0] == name[0])
        && FileSystemName.MatchesSimpleExpression(pattern.Replace("\\", "\\\\", StringComparison.Ordinal), name, ignoreCase: false);

    /// <summary>How many of the first names of an object's path, given relative to <see cref="Base"/>, the pattern takes:
    /// all of them where it can, else the shortest run that is a folder above the object; 0 for none.</summary>
    public int MatchLength(string[] path)
    {
        if (!FoldersOnly && Matches(0, path)) return path.Length;

        for (int length = 1; length < path.Length; length++)
        {
            if (Matches(0, path.AsSpan(0, length))) return length;
        }

        return 0;
    }

    private bool Matches(int at, ReadOnlySpan<string> path)
    {
        if (at == _names.Length) return path.IsEmpty;
        if (_names[at] != "**") return !path.IsEmpty && Takes(_names[at], path[0]) && Matches(at + 1, path[1..]);

        for (int skipped = 0; ; skipped++)
        {
            if (Matches(at + 1, path[skipped..])) return true;
            if (skipped == path.Length || StoreUri.IsHiddenName(path[skipped])) return false;
        }
    }
}
