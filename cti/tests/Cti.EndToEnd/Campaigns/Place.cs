using Cti.Tests.Servers;

namespace Cti.EndToEnd.Campaigns;

/// <summary>Where a campaign's objects are: a folder, or a bucket of a real S3 server.</summary>
internal abstract class Place
{
    /// <summary>What the place is called in results.</summary>
    public abstract string Name { get; }

    /// <summary>A key as an argument of the program.</summary>
    public abstract string Uri(string key);

    /// <summary>The key that a URI stands for.</summary>
    public string KeyOf(string uri) => uri[Uri(string.Empty).Length..];

    /// <summary>Stores an object, in one step for whoever reads.</summary>
    public abstract Task PutAsync(string key, byte[] content, DateTime modified);

    /// <summary>The keys under a prefix, in ordinal order.</summary>
    public abstract Task<IReadOnlyList<string>> KeysAsync(string prefix);

    public abstract Task<byte[]> ReadAsync(string key);
}

/// <summary>A folder.</summary>
internal sealed class LocalPlace(string folder) : Place
{
    public override string Name => "local";

    public override string Uri(string key) => $"{folder}/{key}";

    public override Task PutAsync(string key, byte[] content, DateTime modified)
    {
        string path = Uri(key);
        string aside = Path.Combine(folder, "..", Guid.NewGuid().ToString("N"));
        File.WriteAllBytes(aside, content);
        File.SetLastWriteTimeUtc(aside, modified);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Move(aside, path, overwrite: true);
        return Task.CompletedTask;
    }

    public override Task<IReadOnlyList<string>> KeysAsync(string prefix)
    {
        string[] files = Directory.Exists(folder) ? Directory.GetFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None }) : [];
        return Task.FromResult<IReadOnlyList<string>>([.. files.Select(KeyOf).Where(k => k.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal)]);
    }

    public override Task<byte[]> ReadAsync(string key) => File.ReadAllBytesAsync(Uri(key));
}

/// <summary>A bucket.</summary>
internal sealed class S3Place(MotoServer server, string bucket) : Place
{
    public override string Name => "S3";

    public override string Uri(string key) => $"s3://{bucket}/{key}";

    public override Task PutAsync(string key, byte[] content, DateTime modified) => server.PutAsync(bucket, key, content);

    public override async Task<IReadOnlyList<string>> KeysAsync(string prefix) =>
        [.. (await server.KeysAsync(bucket)).Where(k => k.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    public override Task<byte[]> ReadAsync(string key) => server.GetAsync(bucket, key);
}
