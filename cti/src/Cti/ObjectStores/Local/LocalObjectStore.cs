using System.Runtime.CompilerServices;
using Cti.Failures;

namespace Cti.ObjectStores.Local;

/// <summary>Local files as objects. A writer needs 64 KiB of buffer, a reader none.</summary>
public sealed class LocalObjectStore : IObjectStore
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<ObjectInfo> ListAsync(string uri, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string folder = PathOf(uri, "list").TrimEnd('/');
        await Task.CompletedTask;
        foreach (ObjectInfo found in Walk(folder + "/", [], cancellationToken)) yield return found;
    }

    /// <inheritdoc/>
    public Task<ObjectInfo?> StatAsync(string uri, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        string path = PathOf(uri, "list");
        return Task.FromResult(LocalFailures.Map("list", path, () => Describe(new FileInfo(path))));
    }

    /// <inheritdoc/>
    public Task<Stream> OpenReadAsync(ObjectInfo info, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(info);
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(LocalFailures.Map<Stream>("read", info.Uri, () => new LocalReadStream(info)));
    }

    /// <inheritdoc/>
    public Task ReadRangeAsync(ObjectInfo info, long offset, Memory<byte> into, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(info);
        return LocalFailures.MapAsync("read", info.Uri, async () =>
        {
            await using FileStream file = new(info.Uri, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            if (Describe(new FileInfo(info.Uri)) is not { } found || found.Size != info.Size || found.ETag != info.ETag)
                throw CtiException.Transient("read", $"{info.Uri} changed since it was listed; run again.");
            file.Seek(offset, SeekOrigin.Begin);
            await file.ReadExactlyAsync(into, cancellationToken);
            return true;
        });
    }

    /// <inheritdoc/>
    public Task<ObjectWriter> CreateAsync(string uri, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        string path = TargetOf(uri);
        return Task.FromResult(LocalFailures.Map<ObjectWriter>("write", path, () => new LocalObjectWriter(path, TempFile.Create(path))));
    }

    /// <inheritdoc/>
    public Task<bool> PutIfAbsentAsync(string uri, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        string path = TargetOf(uri);
        return LocalFailures.MapAsync("write", path, async () =>
        {
            if (File.Exists(path)) return false;
            await using TempFile temp = TempFile.Create(path);
            await temp.Stream.WriteAsync(content, cancellationToken);
            using NameLock held = await NameLock.AcquireAsync(path, cancellationToken);
            return temp.TryCreate();
        });
    }

    /// <inheritdoc/>
    public Task<bool> PutIfMatchAsync(string uri, ReadOnlyMemory<byte> content, string etag, CancellationToken cancellationToken)
    {
        string path = TargetOf(uri);
        return LocalFailures.MapAsync("write", path, async () =>
        {
            if (Describe(new FileInfo(path))?.ETag != etag) return false;
            await using TempFile temp = TempFile.Create(path);
            await temp.Stream.WriteAsync(content, cancellationToken);
            using NameLock held = await NameLock.AcquireAsync(path, cancellationToken);
            if (Describe(new FileInfo(path))?.ETag != etag) return false;
            temp.Replace();
            return true;
        });
    }

    /// <inheritdoc/>
    public Task DeleteAsync(string uri, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        string path = TargetOf(uri);
        return LocalFailures.MapAsync("write", path, () =>
        {
            if (File.Exists(path)) File.Delete(path);
            return Task.FromResult(true);
        });
    }

    /// <inheritdoc/>
    public Task TidyAsync(string folder, CancellationToken cancellationToken)
    {
        string path = PathOf(folder, "write").TrimEnd('/');
        if (!Directory.Exists(path)) return Task.CompletedTask;
        return LocalFailures.MapAsync("write", path, () =>
        {
            foreach (string below in Directory.EnumerateDirectories(path, "*", SearchOption.AllDirectories).Prepend(path))
            {
                cancellationToken.ThrowIfCancellationRequested();
                TempFile.RemoveOrphans(below);
                NameLock.RemoveOrphans(below);
            }

            return Task.FromResult(true);
        });
    }

    private static string PathOf(string uri, string stage)
    {
        StoreUri parsed = StoreUri.Parse(uri, stage);
        return parsed.IsS3 ? throw CtiException.Usage(stage, $"{uri} is no local path.") : parsed.Path;
    }

    private static string TargetOf(string uri)
    {
        string path = PathOf(uri, "write");
        return path.EndsWith('/') ? throw CtiException.Usage("write", $"{uri} names a folder; expected a file.") : path;
    }

    /// <summary>The file as an object; null for what is no file. A link stands for the file it leads to.</summary>
    private static ObjectInfo? Describe(FileInfo file)
    {
        FileSystemInfo real = file.LinkTarget is null ? file : file.ResolveLinkTarget(returnFinalTarget: true) ?? file;
        return real is FileInfo { Exists: true } found
            ? new ObjectInfo(PathOf(file.FullName, "list"), found.Length, TempFile.ETagOf(found.LastWriteTimeUtc), new DateTimeOffset(found.LastWriteTimeUtc))
            : null;
    }

    /// <summary>Files below a folder in ordinal order of the whole path: a folder sorts as its name with the <c>/</c> that follows it.</summary>
    private static IEnumerable<ObjectInfo> Walk(string folder, HashSet<string> ancestors, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();

        // A link may lead back up; each real folder is entered once on a path.
        if (!Directory.Exists(folder)) yield break;
        string real = LocalFailures.Map("list", folder, () => new DirectoryInfo(Path.TrimEndingDirectorySeparator(folder)).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? folder);
        if (!ancestors.Add(real.TrimEnd('/'))) yield break;

        foreach ((string name, FileSystemInfo entry) in Entries(folder))
        {
            if (entry is DirectoryInfo)
            {
                foreach (ObjectInfo below in Walk(folder + name, ancestors, cancellationToken)) yield return below;
            }
            else if (LocalFailures.Map("list", entry.FullName, () => Describe((FileInfo)entry)) is { } found)
            {
                yield return found;
            }
        }

        ancestors.Remove(real.TrimEnd('/'));
    }

    private static (string Name, FileSystemInfo Entry)[] Entries(string folder) => LocalFailures.Map("list", folder, () =>
        new DirectoryInfo(folder).EnumerateFileSystemInfos()
            .Where(e => !StoreUri.IsHiddenName(e.Name))
            .Select(e => (Name: e is DirectoryInfo ? e.Name + "/" : e.Name, Entry: e))
            .OrderBy(e => e.Name, StringComparer.Ordinal)
            .ToArray());
}
