using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using Cti.Failures;
using Cti.Manifests;
using Cti.ObjectStores;

namespace Cti.Warehouses;

/// <summary>A run's parts of one table as local files: remote ones are fetched into the scratch folder, one at a time, and deleted on dispose.</summary>
internal sealed class StagedParts : IDisposable
{
    private const int BufferBytes = 1 << 20;
    private static readonly SearchValues<char> GlobCharacters = SearchValues.Create("*?[]{}");
    private readonly string _folder;
    private readonly List<string> _files = [];
    private bool _folderMade;

    private StagedParts(string scratch) => _folder = Path.Combine(scratch, "parts-" + Guid.NewGuid().ToString("N"));

    /// <summary>Stands for the hash of a part that no manifest tells of: it is not checked.</summary>
    public const string AnySha256 = "";

    /// <summary>Local paths, in the manifest's order.</summary>
    public IReadOnlyList<string> Files => _files;

    /// <summary>Whether a part has to be fetched.</summary>
    public static bool IsRemote(string uri) => uri.Contains("://", StringComparison.Ordinal);

    /// <summary>Brings the parts here, checking each against the manifest: its size, and of what is fetched also its hash.</summary>
    /// <param name="store">Where the parts are.</param>
    /// <param name="parts">The manifest's parts of one table.</param>
    /// <param name="scratch">A local folder with room for the remote ones.</param>
    /// <param name="cancellationToken">Stops it; what was fetched is deleted.</param>
    /// <exception cref="CtiException">Usage: a part is missing or is not the one that the run wrote.</exception>
    public static async Task<StagedParts> FetchAsync(IObjectStore store, IEnumerable<ManifestOutput> parts, string scratch, CancellationToken cancellationToken)
    {
        StagedParts staged = new(scratch);
        bool complete = false;
        try
        {
            foreach (ManifestOutput part in parts)
                staged._files.Add(await staged.FetchAsync(store, part, cancellationToken).ConfigureAwait(false));
            complete = true;
            return staged;
        }
        finally
        {
            if (!complete)
                staged.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_folderMade && Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    private async Task<string> FetchAsync(IObjectStore store, ManifestOutput part, CancellationToken cancellationToken)
    {
        ObjectInfo info = await store.StatAsync(part.Uri, cancellationToken).ConfigureAwait(false)
            ?? throw CtiException.Usage("load", $"{part.Uri} is not there, though the manifest lists it: run the extract again under another run key.");
        if (info.Size != part.Bytes)
            throw Changed(part, string.Create(CultureInfo.InvariantCulture, $"{info.Size} bytes, not {part.Bytes}"));
        if (IsRemote(part.Uri))
            return await CopyAsync(store, part, info, cancellationToken).ConfigureAwait(false);
        return part.Uri.AsSpan().IndexOfAny(GlobCharacters) < 0 ? part.Uri : Alias(part.Uri);
    }

    private async Task<string> CopyAsync(IObjectStore store, ManifestOutput part, ObjectInfo info, CancellationToken cancellationToken)
    {
        string path = NextPath();
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[BufferBytes];
        Stream from = await store.OpenReadAsync(info, cancellationToken).ConfigureAwait(false);
        await using (from.ConfigureAwait(false))
        {
            FileStream to = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: true);
            await using (to.ConfigureAwait(false))
            {
                for (int read = await from.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
                    read > 0;
                    read = await from.ReadAsync(buffer, cancellationToken).ConfigureAwait(false))
                {
                    hash.AppendData(buffer, 0, read);
                    await to.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                }
            }
        }

        string found = Convert.ToHexStringLower(hash.GetHashAndReset());
        return found == part.Sha256 || part.Sha256 == AnySha256 ? path : throw Changed(part, $"SHA-256 {found}, not {part.Sha256}");
    }

    // DuckDB takes these characters for a pattern, with no way to quote them: a link has a name without them.
    private string Alias(string file)
    {
        string path = NextPath();
        File.CreateSymbolicLink(path, Path.GetFullPath(file));
        return path;
    }

    private string NextPath()
    {
        Directory.CreateDirectory(_folder);
        _folderMade = true;
        return Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"part-{_files.Count:D5}.parquet"));
    }

    private static CtiException Changed(ManifestOutput part, string difference) =>
        CtiException.Usage("load", $"{part.Uri} is not the file that the run wrote: it has {difference}; run the extract again under another run key.");
}
