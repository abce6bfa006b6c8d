using Cti.ObjectStores;
using Cti.ObjectStores.Local;

namespace Cti.Tests.ObjectStores;

public sealed class ObjectResolverTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task ResolveAsync_Path_GivesTheObject()
    {
        _scratch.File("2021/04/events.csv");

        Assert.Equal(["2021/04/events.csv"], await ResolveAsync("events", "2021/04/events.csv"));
    }

    [Fact]
    public async Task ResolveAsync_FileUri_GivesTheObject()
    {
        string path = _scratch.File("a b.csv");

        ResolvedInputs found = await new ObjectResolver(new LocalObjectStore()).ResolveAsync([$"file://{path.Replace(" ", "%20", StringComparison.Ordinal)}"], "events", default);

        Assert.Equal([path], found.Objects.Select(o => o.Uri));
    }

    [Theory]
    [InlineData("data/*.csv", "data/a.csv data/b.csv")]
    [InlineData("data/?.csv", "data/a.csv data/b.csv")]
    [InlineData("data/b*", "data/b.csv data/b/1.csv data/b/deep/2.csv")]
    [InlineData("data/b*/", "data/b/1.csv data/b/deep/2.csv")]
    [InlineData("data/*/1.csv", "data/b/1.csv data/c/1.csv")]
    [InlineData("data/**/1.csv", "data/b/1.csv data/c/1.csv data/c/d/1.csv")]
    [InlineData("data/**", "data/a.csv data/b.csv data/b/1.csv data/b/deep/2.csv data/c/1.csv data/c/d/1.csv data/x.json")]
    [InlineData("data/**/*.csv", "data/a.csv data/b.csv data/b/1.csv data/b/deep/2.csv data/c/1.csv data/c/d/1.csv")]
    [InlineData("**/d/*", "data/c/d/1.csv")]
    [InlineData("data/_*/*", "data/_runs/m.csv")]
    [InlineData("data/_runs/*", "data/_runs/m.csv")]
    [InlineData("data/*.txt", "")]
    public async Task ResolveAsync_Glob_GivesTheMatchesInOrdinalOrder(string pattern, string expected)
    {
        foreach (string file in new[]
        {
            "data/a.csv", "data/b.csv", "data/x.json", "data/.a.csv", "data/_b.csv", "data/b/1.csv", "data/b/deep/2.csv", "data/b/_c.csv",
            "data/c/1.csv", "data/c/d/1.csv", "data/_runs/m.csv", "data/.git/1.csv", "other/1.csv",
        })
        {
            _scratch.File(file);
        }

        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries), await ResolveAsync(null, pattern));
    }

    [Fact]
    public async Task ResolveAsync_NameWithWildcardThatIsThere_WinsOverTheGlob()
    {
        _scratch.File("a*.csv");
        _scratch.File("ab.csv");

        Assert.Equal(["a*.csv"], await ResolveAsync(null, "a*.csv"));
    }

    [Fact]
    public async Task ResolveAsync_FolderWithNamedFiles_TakesThoseOfTheDataset()
    {
        _scratch.File("date=2020-01-01/hour=00/customers.json.gz");
        _scratch.File("date=2020-01-01/hour=00/transactions.json.gz");
        _scratch.File("date=2020-01-01/hour=01/customers.json");

        Assert.Equal(
            ["date=2020-01-01/hour=00/customers.json.gz", "date=2020-01-01/hour=01/customers.json"],
            await ResolveAsync("customers", "date=2020-01-01"));
    }

    [Fact]
    public async Task ResolveAsync_FolderWithoutNamedFiles_TakesAllButHidden()
    {
        _scratch.File("in/2.csv");
        _scratch.File("in/10.csv");
        _scratch.File("in/_SUCCESS");
        _scratch.File("in/.x");

        Assert.Equal(["in/10.csv", "in/2.csv"], await ResolveAsync("events", "in/"));
    }

    [Fact]
    public async Task ResolveAsync_SeveralArguments_KeepsTheirOrderAndTakesEachObjectOnce()
    {
        _scratch.File("b/2.csv");
        _scratch.File("b/1.csv");
        _scratch.File("a.csv");

        Assert.Equal(["b/2.csv", "a.csv", "b/1.csv"], await ResolveAsync(null, "b/2.csv", "a.csv", "b", "*.csv", "b/*"));
    }

    [Fact]
    public async Task ResolveAsync_MissingThings_AreListedAsGiven()
    {
        _scratch.File("a.csv");
        Directory.CreateDirectory(_scratch.At("empty"));
        string[] inputs = [_scratch.At("none.csv"), _scratch.At("a.csv"), _scratch.At("empty"), _scratch.At("x*")];

        ResolvedInputs found = await new ObjectResolver(new LocalObjectStore()).ResolveAsync(inputs, "events", default);

        Assert.Equal([inputs[0], inputs[2], inputs[3]], found.Missing);
        Assert.Equal([inputs[1]], found.Objects.Select(o => o.Uri));
    }

    private async Task<IEnumerable<string>> ResolveAsync(string? dataset, params string[] relative)
    {
        ResolvedInputs found = await new ObjectResolver(new LocalObjectStore()).ResolveAsync([.. relative.Select(_scratch.At)], dataset, default);
        return found.Objects.Select(o => Path.GetRelativePath(_scratch.Path, o.Uri));
    }
}
