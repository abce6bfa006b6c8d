using Cti.Failures;

namespace Cti.ObjectStores;

/// <summary>Where an object, folder or prefix is: <c>s3://bucket/key</c> or a local path (<c>file://</c> is taken too).</summary>
public readonly record struct StoreUri
{
    private const string S3Scheme = "s3://";

    private StoreUri(string? bucket, string path)
    {
        Bucket = bucket;
        Path = path;
    }

    /// <summary>The bucket; null for a local path.</summary>
    public string? Bucket { get; }

    /// <summary>The key, without a leading <c>/</c>; or the absolute local path with <c>/</c>.</summary>
    public string Path { get; }

    /// <summary>Whether it is in S3 or its kin.</summary>
    public bool IsS3 => Bucket is not null;

    /// <summary>Reads a URI or path; a relative path counts from the working folder. A final <c>/</c> is kept.</summary>
    /// <param name="text">As the user gave it.</param>
    /// <param name="stage">The stage that a failure names.</param>
    /// <exception cref="CtiException">Usage: empty, another scheme, or no bucket.</exception>
    public static StoreUri Parse(string text, string stage)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (string.IsNullOrWhiteSpace(text) || text.Contains('\0', StringComparison.Ordinal))
        {
            throw CtiException.Usage(stage, $"\"{text.Replace("\0", "\\0", StringComparison.Ordinal)}\" is no location: give a path or s3://bucket/key.");
        }

        if (text.StartsWith(S3Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return ParseS3(text, stage);
        }

        int scheme = text.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0)
        {
            return new StoreUri(null, Absolute(text));
        }

        bool local = text.StartsWith("file:///", StringComparison.OrdinalIgnoreCase) && Uri.TryCreate(text, UriKind.Absolute, out _);
        return local
            ? new StoreUri(null, Absolute(Uri.UnescapeDataString(text["file://".Length..])))
            : throw CtiException.Usage(stage, $"{text}: the scheme \"{text[..scheme]}\" is not known here; give a local path, file:///path or s3://bucket/key.");
    }

    /// <summary>The same place in the one form that is compared and stored: absolute, <c>/</c> between names.</summary>
    public override string ToString() => IsS3 ? $"{S3Scheme}{Bucket}/{Path}" : Path;

    /// <summary>The place of something inside a folder or prefix; <paramref name="relative"/> has <c>/</c> between names.</summary>
    public static string Combine(string folder, string relative)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(relative);
        return folder.EndsWith('/') ? folder + relative : folder + "/" + relative;
    }

    /// <summary>Whether any name in a path relative to a listed folder begins with <c>.</c> or <c>_</c>.</summary>
    internal static bool IsHidden(ReadOnlySpan<char> relative)
    {
        foreach (Range name in relative.Split('/'))
        {
            if (IsHiddenName(relative[name])) return true;
        }

        return false;
    }

    /// <summary>Whether a single name begins with <c>.</c> or <c>_</c>.</summary>
    internal static bool IsHiddenName(ReadOnlySpan<char> name) => name is ['.' or '_', ..];

    private static StoreUri ParseS3(string text, string stage)
    {
        string rest = text[S3Scheme.Length..];
        int slash = rest.IndexOf('/', StringComparison.Ordinal);
        string bucket = slash < 0 ? rest : rest[..slash];
        return bucket.Length > 0
            ? new StoreUri(bucket, slash < 0 ? "" : rest[(slash + 1)..])
            : throw CtiException.Usage(stage, $"{text} names no bucket; expected s3://bucket/key.");
    }

    private static string Absolute(string path)
    {
        string full = System.IO.Path.GetFullPath(path);
        return System.IO.Path.DirectorySeparatorChar == '/' ? full : full.Replace(System.IO.Path.DirectorySeparatorChar, '/');
    }
}
