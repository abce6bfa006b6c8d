namespace Cti.ObjectStores.Local;

/// <summary>Files and folders that a pattern stands for; only folders on the pattern's way are opened.</summary>
internal static class LocalGlob
{
    private static readonly EnumerationOptions s_all = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    /// <summary>The matches in ordinal order, each once; folders end with <c>/</c>.</summary>
    public static IReadOnlyList<string> Expand(GlobPattern pattern, CancellationToken cancellationToken)
    {
        SortedSet<string> found = new(StringComparer.Ordinal);
        LocalFailures.Map("list", pattern.Base, () =>
        {
            Expand(pattern.Base, 0, pattern, found, cancellationToken);
            return true;
        });
        return [.. found];
    }

    private static void Expand(string folder, int at, GlobPattern pattern, SortedSet<string> found, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!Directory.Exists(folder)) return;

        string name = pattern.Names[at];
        bool last = at == pattern.Names.Count - 1;
        bool anyDepth = name == "**";
        if (anyDepth && !last) Expand(folder, at + 1, pattern, found, cancellationToken);

        foreach (FileSystemInfo entry in new DirectoryInfo(folder).EnumerateFileSystemInfos("*", s_all))
        {
            if (!GlobPattern.Takes(anyDepth ? "*" : name, entry.Name)) continue;
            string path = folder + entry.Name;
            if (entry is not DirectoryInfo)
            {
                if (last && !pattern.FoldersOnly) found.Add(path);
            }
            else if (anyDepth)
            {
                // A link to a folder is no further level: it may lead back up.
                if (entry.LinkTarget is null) Expand(path + "/", at, pattern, found, cancellationToken);
            }
            else if (last)
            {
                found.Add(path + "/");
            }
            else
            {
                Expand(path + "/", at + 1, pattern, found, cancellationToken);
            }
        }
    }
}
