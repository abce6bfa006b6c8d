using System.Text;
using Cti.Failures;
using Cti.ObjectStores;
using Cti.ObjectStores.Local;

namespace Cti.Tests.ObjectStores.Local;

public sealed class LocalObjectStoreTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();
    private readonly LocalObjectStore _store = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task ListAsync_NestedFolders_OrdinalOrderWithoutHidden()
    {
        foreach (string file in new[] { "b.csv", "a/z.csv", "a.csv", "a-b.csv", "Z.csv", ".hidden", "_runs/m.json", "a/_x", "a/.git/y", "a/b/c.csv" })
        {
            _scratch.File(file);
        }

        List<ObjectInfo> found = await _store.ListAsync(_scratch.Path, default).ToListAsync();

        Assert.Equal(["Z.csv", "a-b.csv", "a.csv", "a/b/c.csv", "a/z.csv", "b.csv"], found.Select(f => Path.GetRelativePath(_scratch.Path, f.Uri)));
        Assert.Equal(found.Select(f => f.Uri).Order(StringComparer.Ordinal), found.Select(f => f.Uri));
    }

    [Fact]
    public async Task ReadRangeAsync_Middle_GivesThoseBytesOfThatVersionOnly()
    {
        ObjectInfo info = (await _store.StatAsync(_scratch.File("x.bin", "0123456789"), default))!;
        byte[] read = new byte[4];

        await _store.ReadRangeAsync(info, 3, read, default);

        Assert.Equal("3456", Encoding.ASCII.GetString(read));
        _scratch.File("x.bin", "other");
        CtiException failure = await Assert.ThrowsAsync<CtiException>(() => _store.ReadRangeAsync(info, 0, read, default));
        Assert.Equal(FailureKind.Transient, failure.Kind);
    }

    [Fact]
    public async Task ListAsync_LinkBackUp_EndsAndFollowsFileLinks()
    {
        _scratch.File("a/x.csv", "12345");
        Directory.CreateSymbolicLink(_scratch.At("a/up"), _scratch.Path);
        File.CreateSymbolicLink(_scratch.At("link.csv"), _scratch.At("a/x.csv"));
        File.CreateSymbolicLink(_scratch.At("broken.csv"), _scratch.At("nowhere"));

        List<ObjectInfo> found = await _store.ListAsync(_scratch.Path + "/", default).ToListAsync();

        Assert.Equal(["a/x.csv", "link.csv"], found.Select(f => Path.GetRelativePath(_scratch.Path, f.Uri)));
        Assert.All(found, f => Assert.Equal(5, f.Size));
    }

    [Fact]
    public async Task ListAsync_MissingFolder_IsEmpty() => Assert.Empty(await _store.ListAsync(_scratch.At("none"), default).ToListAsync());

    [Fact]
    public async Task StatAsync_FolderOrMissing_IsNull()
    {
        Assert.Null(await _store.StatAsync(_scratch.Path, default));
        Assert.Null(await _store.StatAsync(_scratch.At("none"), default));
    }

    [Fact]
    public async Task OpenReadAsync_Stat_GivesExactBytesAndFillsTheMemory()
    {
        byte[] content = new byte[300_000];
        Random.Shared.NextBytes(content);
        await File.WriteAllBytesAsync(_scratch.At("x"), content);
        ObjectInfo info = (await _store.StatAsync(_scratch.At("x"), default))!;

        await using Stream stream = await _store.OpenReadAsync(info, default);
        byte[] read = new byte[400_000];

        Assert.Equal(250_000, await stream.ReadAsync(read.AsMemory(0, 250_000)));
        Assert.Equal(50_000, await stream.ReadAsync(read.AsMemory(250_000)));
        Assert.Equal(0, await stream.ReadAsync(read.AsMemory(300_000)));
        Assert.Equal(content, read[..300_000]);
    }

    [Fact]
    public async Task OpenReadAsync_RewrittenSinceListed_IsTransient()
    {
        _scratch.File("x", "one");
        ObjectInfo info = (await _store.StatAsync(_scratch.At("x"), default))!;
        _scratch.File("x", "two");
        File.SetLastWriteTimeUtc(_scratch.At("x"), info.LastModified.UtcDateTime.AddSeconds(1));

        CtiException failure = await Assert.ThrowsAsync<CtiException>(() => _store.OpenReadAsync(info, default));

        Assert.Equal((FailureKind.Transient, "read"), (failure.Kind, failure.Stage));
        Assert.Contains("changed since it was listed", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ReadAsync_ChangedWhileRead_IsTransient(bool longer)
    {
        _scratch.File("x", new string('a', 1000));
        ObjectInfo info = (await _store.StatAsync(_scratch.At("x"), default))!;
        await using Stream stream = await _store.OpenReadAsync(info, default);
        await stream.ReadExactlyAsync(new byte[10]);
        using (FileStream other = new(_scratch.At("x"), FileMode.Open, FileAccess.Write, FileShare.ReadWrite)) other.SetLength(longer ? 2000 : 500);

        CtiException failure = await Assert.ThrowsAsync<CtiException>(async () => Assert.Equal(-1, await stream.ReadAsync(new byte[5000])));

        Assert.Equal(FailureKind.Transient, failure.Kind);
    }

    [Fact]
    public async Task OpenReadAsync_GoneSinceListed_IsTransient()
    {
        ObjectInfo info = new(_scratch.At("x"), 3, "1", default);

        CtiException failure = await Assert.ThrowsAsync<CtiException>(() => _store.OpenReadAsync(info, default));

        Assert.Equal(FailureKind.Transient, failure.Kind);
    }

    [Fact]
    public async Task CommitAsync_AfterWrites_ShowsTheWholeObjectOnlyThen()
    {
        string path = _scratch.At("new/folder/x.bin");
        await using (ObjectWriter writer = await _store.CreateAsync(path, default))
        {
            await writer.WriteAsync("hello "u8.ToArray(), default);
            await writer.WriteAsync("world"u8.ToArray(), default);
            Assert.False(File.Exists(path));
            Assert.Empty(await _store.ListAsync(_scratch.Path, default).ToListAsync());
            await writer.CommitAsync(default);
            Assert.Equal((path, 11L), (writer.Uri, writer.BytesWritten));
        }

        Assert.Equal("hello world", await File.ReadAllTextAsync(path));
        Assert.Equal(["new/folder/x.bin"], _scratch.Files());
    }

    [Fact]
    public async Task DisposeAsync_WithoutCommit_LeavesTheOldObjectAndNothingElse()
    {
        _scratch.File("x", "old");
        await using (ObjectWriter writer = await _store.CreateAsync(_scratch.At("x"), default))
        {
            await writer.WriteAsync(new byte[100_000], default);
        }

        Assert.Equal(["x"], _scratch.Files());
        Assert.Equal("old", await File.ReadAllTextAsync(_scratch.At("x")));
    }

    [Fact]
    public async Task CreateAsync_OrphanOfKilledWriterAndLiveWriter_RemovesTheOrphanOnly()
    {
        _scratch.File(".cti-0123456789abcdef.tmp", "left behind: nobody holds its lock");
        await using ObjectWriter live = await _store.CreateAsync(_scratch.At("live"), default);

        await using ObjectWriter other = await _store.CreateAsync(_scratch.At("other"), default);

        Assert.Equal(2, _scratch.Files().Length);
        await live.CommitAsync(default);
        await other.CommitAsync(default);
        Assert.Equal(["live", "other"], _scratch.Files());
    }

    [Fact]
    public async Task CreateAsync_ManyAtOnce_NeverTakeEachOthersFiles()
    {
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(async () =>
        {
            await using ObjectWriter writer = await _store.CreateAsync(_scratch.At($"f{i:000}"), default);
            await writer.WriteAsync(Encoding.UTF8.GetBytes($"{i}"), default);
            await writer.CommitAsync(default);
        })));

        Assert.Equal(Enumerable.Range(0, 200).Select(i => $"f{i:000}"), _scratch.Files());
    }

    [Fact]
    public async Task PutIfAbsentAsync_ManyAtOnce_OneWins()
    {
        string path = _scratch.At("runs/manifest.json");

        bool[] won = await Task.WhenAll(Enumerable.Range(0, 32).Select(i => Task.Run(() =>
            new LocalObjectStore().PutIfAbsentAsync(path, Encoding.UTF8.GetBytes($"{i}"), default))));

        Assert.Equal(1, won.Count(w => w));
        Assert.Equal($"{Array.IndexOf(won, true)}", await File.ReadAllTextAsync(path));
        Assert.Equal(["runs/manifest.json"], _scratch.Files());
    }

    [Fact]
    public async Task PutIfMatchAsync_ManyIncrementAtOnce_NoneIsLost()
    {
        string path = _scratch.File("counter", "0");

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (int done = 0; done < 10;)
            {
                ObjectInfo info = (await _store.StatAsync(path, default))!;
                int value;
                try
                {
                    value = int.Parse(Encoding.UTF8.GetString(await _store.ReadAllBytesAsync(info, 100, default)), null);
                }
                catch (CtiException e) when (e.Kind == FailureKind.Transient)
                {
                    continue;
                }

                if (await _store.PutIfMatchAsync(path, Encoding.UTF8.GetBytes($"{value + 1}"), info.ETag, default)) done++;
            }
        })));

        Assert.Equal("80", await File.ReadAllTextAsync(path));
        Assert.Equal(["counter"], _scratch.Files());
    }

    [Fact]
    public async Task PutIfMatchAsync_StaleOrMissing_IsFalseAndChangesNothing()
    {
        Assert.False(await _store.PutIfMatchAsync(_scratch.At("none/x"), "a"u8.ToArray(), "1", default));
        _scratch.File("x", "old");
        Assert.False(await _store.PutIfMatchAsync(_scratch.At("x"), "new"u8.ToArray(), "1", default));

        Assert.Equal(["x"], _scratch.Files());
        Assert.Equal("old", await File.ReadAllTextAsync(_scratch.At("x")));
    }

    [Fact]
    public async Task CommitAsync_TwiceInTheSameTick_GivesDifferentETags()
    {
        HashSet<string> etags = [];
        for (int i = 0; i < 20; i++)
        {
            await using ObjectWriter writer = await _store.CreateAsync(_scratch.At("x"), default);
            await writer.CommitAsync(default);
            etags.Add((await _store.StatAsync(_scratch.At("x"), default))!.ETag);
        }

        Assert.Equal(20, etags.Count);
    }

    [Fact]
    public async Task DeleteAsync_ThereOrNot_EndsWithoutIt()
    {
        _scratch.File("x");

        await _store.DeleteAsync(_scratch.At("x"), default);
        await _store.DeleteAsync(_scratch.At("x"), default);
        await _store.DeleteAsync(_scratch.At("no/folder/x"), default);

        Assert.Empty(_scratch.Files());
    }

    [Fact]
    public async Task CreateAsync_FolderIsAFile_IsUsageFailure()
    {
        _scratch.File("x");

        CtiException failure = await Assert.ThrowsAsync<CtiException>(async () => await _store.CreateAsync(_scratch.At("x/y"), default));

        Assert.Equal((FailureKind.Usage, "write"), (failure.Kind, failure.Stage));
    }

    [Fact]
    public async Task ReadAllBytesAsync_LargerThanTheLimit_IsUsageFailure()
    {
        ObjectInfo info = (await _store.StatAsync(_scratch.File("x", "12345"), default))!;

        Assert.Equal("12345"u8.ToArray(), await _store.ReadAllBytesAsync(info, 5, default));
        Assert.Equal(FailureKind.Usage, (await Assert.ThrowsAsync<CtiException>(() => _store.ReadAllBytesAsync(info, 4, default))).Kind);
    }
}
