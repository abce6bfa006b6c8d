using System.Text;
using Cti.Failures;
using Cti.Sources;

namespace Cti.Tests.Sources;

public class ObjectSequenceTests
{
    [Fact]
    public async Task Next_SmallObjects_AreFetchedSeveralAtOnceAndComeInOrder()
    {
        var release = new TaskCompletionSource();
        MemoryObjectStore store = Store(20);
        store.BeforeOpen = (_, token) => release.Task.WaitAsync(token);
        await using var objects = new ObjectSequence(store.Inputs, store, ahead: 5);
        Task<ObjectReader?> first = objects.NextAsync(CancellationToken.None);
        Assert.Equal(5, store.Opened);
        release.SetResult();
        Assert.Equal("0", await TextAsync(await first));
        for (int i = 1; i < 20; i++) Assert.Equal(i.ToString(System.Globalization.CultureInfo.InvariantCulture), await TextAsync(await objects.NextAsync(CancellationToken.None)));
        Assert.Null(await objects.NextAsync(CancellationToken.None));
        Assert.Equal(0, store.StillOpen);
        Assert.Equal(30, objects.StoredBytesRead);
    }

    [Fact]
    public async Task Next_LargeObject_IsOpenedWhenItsTurnComes()
    {
        MemoryObjectStore store = Store(3);
        store.Add("/large", new byte[100]);
        store.Add("/after", [1]);
        await using var objects = new ObjectSequence(store.Inputs, store, ahead: 10, smallBytes: 50);
        await TextAsync(await objects.NextAsync(CancellationToken.None));
        Assert.Equal(3, store.Opened);
        for (int i = 1; i < 5; i++) await TextAsync(await objects.NextAsync(CancellationToken.None));
        Assert.Equal(5, store.Opened);
        Assert.Equal(0, store.StillOpen);
    }

    [Fact]
    public async Task Next_FetchThatFails_FailsInItsTurn()
    {
        MemoryObjectStore store = Store(4);
        store.BeforeOpen = (info, _) => info.Uri == "/2" ? throw CtiException.Transient("read", "gone") : Task.CompletedTask;
        await using var objects = new ObjectSequence(store.Inputs, store);
        Assert.Equal("0", await TextAsync(await objects.NextAsync(CancellationToken.None)));
        Assert.Equal("1", await TextAsync(await objects.NextAsync(CancellationToken.None)));
        CtiException failure = await Assert.ThrowsAsync<CtiException>(() => objects.NextAsync(CancellationToken.None));
        Assert.Equal("gone", failure.Message);
    }

    [Fact]
    public async Task Dispose_WhileFetching_EndsTheFetches()
    {
        MemoryObjectStore store = Store(4);
        int ended = 0;
        store.BeforeOpen = async (info, token) =>
        {
            if (info.Uri == "/0") return;
            await Task.Delay(Timeout.Infinite, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Interlocked.Increment(ref ended);
            token.ThrowIfCancellationRequested();
        };
        var objects = new ObjectSequence(store.Inputs, store);
        await TextAsync(await objects.NextAsync(CancellationToken.None));
        await objects.DisposeAsync();
        await objects.DisposeAsync();
        Assert.Equal(3, ended);
    }

    [Fact]
    public async Task Open_UnsupportedContent_ClosesTheObject()
    {
        var store = new MemoryObjectStore();
        store.Add("/z", [0x28, 0xB5, 0x2F, 0xFD]);
        await using var objects = new ObjectSequence(store.Inputs, store, smallBytes: 0);
        await Assert.ThrowsAsync<CtiException>(() => objects.NextAsync(CancellationToken.None));
        Assert.Equal(0, store.StillOpen);
    }

    private static MemoryObjectStore Store(int count)
    {
        var store = new MemoryObjectStore();
        for (int i = 0; i < count; i++) store.Add($"/{i}", Encoding.UTF8.GetBytes(i.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        return store;
    }

    private static async Task<string> TextAsync(ObjectReader? reader)
    {
        Assert.NotNull(reader);
        await using (reader)
        {
            byte[] buffer = new byte[256];
            int read = await reader.ReadAsync(buffer, CancellationToken.None);
            while (await reader.ReadAsync(buffer.AsMemory(read), CancellationToken.None) is > 0 and int more) read += more;
            return Encoding.UTF8.GetString(buffer, 0, read);
        }
    }
}
