using System.Collections.Concurrent;
using Cti.Failures;
using Cti.ObjectStores;
using Cti.ObjectStores.S3;
using Cti.Tests.Servers;

namespace Cti.Tests.ObjectStores.S3;

/// <summary>A test against the real server, with a bucket of its own.</summary>
public abstract class S3TestCase : IAsyncLifetime
{
    private readonly List<S3ObjectStore> _stores = [];

    protected MotoServer Moto { get; private set; } = null!;

    protected string Bucket { get; private set; } = "";

    /// <summary>The retries that stores of this test told of.</summary>
    protected ConcurrentQueue<ObjectStoreRetry> Retries { get; } = [];

    protected ObjectStoreOptions Options => new()
    {
        AccessKey = Moto.AccessKey,
        SecretKey = Moto.SecretKey,
        Endpoint = Moto.Endpoint,
        Region = Moto.Region,
        RetryBaseDelay = TimeSpan.FromMilliseconds(1),
        Retrying = Retries.Enqueue,
    };

    public virtual async Task InitializeAsync()
    {
        Moto = await MotoServer.SharedAsync();
        Bucket = await Moto.NewBucketAsync();
    }

    public virtual Task DisposeAsync()
    {
        _stores.ForEach(s => s.Dispose());
        return Task.CompletedTask;
    }

    protected S3ObjectStore Store(Func<ObjectStoreOptions, ObjectStoreOptions>? change = null)
    {
        S3ObjectStore store = new(change is null ? Options : change(Options));
        _stores.Add(store);
        return store;
    }

    protected S3ObjectStore StoreBehind(FaultyProxy proxy, Func<ObjectStoreOptions, ObjectStoreOptions>? change = null) =>
        Store(o => (change ?? (p => p))(o with { Endpoint = proxy.Endpoint }));

    protected string Uri(string key) => $"s3://{Bucket}/{key}";

    /// <summary>Bytes that tell every place apart.</summary>
    protected static byte[] Noise(int count)
    {
        byte[] bytes = new byte[count];
        new Random(20210401).NextBytes(bytes);
        return bytes;
    }

    protected async Task<ObjectInfo> PutAsync(string key, byte[] content)
    {
        await Moto.PutAsync(Bucket, key, content);
        return (await Store().StatAsync(Uri(key), default))!;
    }

    protected static async Task<byte[]> ReadAsync(IObjectStore store, ObjectInfo info)
    {
        await using Stream stream = await store.OpenReadAsync(info, default);
        using MemoryStream content = new();
        await stream.CopyToAsync(content);
        return content.ToArray();
    }

    protected static async Task<CtiException> FailureAsync(Func<Task> call, FailureKind kind, string stage)
    {
        CtiException failure = await Assert.ThrowsAsync<CtiException>(call);
        Assert.True((kind, stage) == (failure.Kind, failure.Stage), failure.ToString());
        return failure;
    }
}
