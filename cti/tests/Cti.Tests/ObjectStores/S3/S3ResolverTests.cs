using Cti.ObjectStores;

namespace Cti.Tests.ObjectStores.S3;

public sealed class S3ResolverTests : S3TestCase
{
    private static readonly string[] s_keys =
    [
        "events", "events/a.csv", "hourly/2020-01-01/00/customers.json.gz", "hourly/2020-01-01/00/transactions.json.gz", "hourly/2020-01-01/01/customers.json",
        "hourly/2020-01-01/_SUCCESS", "hourly/.x/customers.json", "mixed/10.csv", "mixed/2.csv", "mixed/_runs/k/manifest.json", "mixed/sub/", "mixed/sub/3.csv", "mixed2/x.csv",
        "odd/a*.csv", "odd/ab.csv",
    ];

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        foreach (string key in s_keys) await Moto.PutAsync(Bucket, key, [1]);
    }

    [Theory]
    [InlineData(null, "mixed/2.csv", "mixed/2.csv")]
    [InlineData(null, "events", "events")]
    [InlineData(null, "events/", "events/a.csv")]
    [InlineData(null, "mixed", "mixed/10.csv mixed/2.csv mixed/sub/3.csv")]
    [InlineData("events", "mixed/", "mixed/10.csv mixed/2.csv mixed/sub/3.csv")]
    [InlineData("customers", "hourly/", "hourly/2020-01-01/00/customers.json.gz hourly/2020-01-01/01/customers.json")]
    [InlineData("transactions", "hourly", "hourly/2020-01-01/00/transactions.json.gz")]
    [InlineData(null, "mixed/*.csv", "mixed/10.csv mixed/2.csv")]
    [InlineData(null, "mixed*/*.csv", "mixed/10.csv mixed/2.csv mixed2/x.csv")]
    [InlineData(null, "m?xed/**/*.csv", "mixed/10.csv mixed/2.csv mixed/sub/3.csv")]
    [InlineData(null, "**/*.csv", "events/a.csv mixed/10.csv mixed/2.csv mixed/sub/3.csv mixed2/x.csv odd/a*.csv odd/ab.csv")]
    [InlineData(null, "mixed/_runs/*/manifest.json", "mixed/_runs/k/manifest.json")]
    [InlineData(null, "mixed/_*/k/*", "mixed/_runs/k/manifest.json")]
    [InlineData("customers", "hourly/*/", "hourly/2020-01-01/00/customers.json.gz hourly/2020-01-01/01/customers.json")]
    [InlineData("customers", "hourly/2020-01-01/0*", "hourly/2020-01-01/00/customers.json.gz hourly/2020-01-01/01/customers.json")]
    [InlineData(null, "odd/a*.csv", "odd/a*.csv")]
    [InlineData(null, "mixed/*.json", "")]
    [InlineData(null, "none/", "")]
    [InlineData(null, "mixed/none.csv", "")]
    public async Task ResolveAsync_OneArgument_GivesTheObjectsInOrdinalOrder(string? dataset, string input, string expected)
    {
        ResolvedInputs found = await new ObjectResolver(Store()).ResolveAsync([Uri(input)], dataset, default);

        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Uri), found.Objects.Select(o => o.Uri));
        Assert.Equal(expected.Length == 0 ? [Uri(input)] : [], found.Missing);
    }

    [Fact]
    public async Task ResolveAsync_S3AndLocal_KeepsTheOrderAndTakesEachOnce()
    {
        using ScratchFolder scratch = new();
        string local = scratch.File("events.csv");
        using ObjectStoreRouter router = new(() => Store());

        ResolvedInputs found = await new ObjectResolver(router).ResolveAsync([Uri("mixed/2.csv"), local, Uri("mixed/"), Uri("gone")], "events", default);

        Assert.Equal([Uri("mixed/2.csv"), local, Uri("mixed/10.csv"), Uri("mixed/sub/3.csv")], found.Objects.Select(o => o.Uri));
        Assert.Equal([Uri("gone")], found.Missing);
    }
}
