using Cti.Cli.Schemas;
using Cti.Failures;
using Cti.Manifests;
using Cti.Pipelines;
using Cti.Records;
using Cti.Tests.Cli.Schemas;
using Cti.Tests.Warehouses.Cases;
using Cti.Tests.Warehouses.Postgres;
using Cti.Warehouses;
using Cti.Warehouses.DuckDb;
using Cti.Warehouses.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Xunit.Abstractions;

namespace Cti.Tests.Pipelines.Sharding;

/// <summary>A run in shards is a run: tables, counts, rejects and origins of rows are those of a single one.</summary>
public sealed class ShardedRunTests(ITestOutputHelper output) : IDisposable
{
    private readonly ShardFixture _fixture = new();

    public static TheoryData<string, int> Cases => Each("events", "key-data", "interactions", "customers", "products", "transactions", "erasure-requests", "web-events");

    public static TheoryData<string, int> PostgresCases => Each("events", "interactions", "customers", "transactions", "web-events");

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Load_AllShards_GivesTheTablesCountsAndRejectsOfASingleRun(string name, int shards)
    {
        (ExtractTransformRequest request, ExtractTransformOutcome single) = await SingleAsync(name);
        ExtractTransformRequest sharded = request with { Output = _fixture.Path("sharded") };
        await _fixture.LoadAsync(request, [single.ManifestUri!], _fixture.DuckDb("single"));

        LoadOutcome load = await _fixture.LoadAsync(sharded, await _fixture.ExtractShardsAsync(sharded, shards), _fixture.DuckDb("sharded"));

        // Shards that found nothing of each other's would prove nothing.
        Assert.Equal(shards == 1, _fixture.ShardCounts == single.Counts);
        Manifest whole = Assert.Single(load.Runs).Manifest;
        Assert.Equal(_fixture.Tables("single", request.Dataset), _fixture.Tables("sharded", request.Dataset));
        Assert.NotEmpty(_fixture.Tables("single", request.Dataset));
        Assert.Equal(single.Counts, whole.Counts);
        Assert.Equal(single.Manifest!.Inputs.Select(i => (i.Uri, i.Counts)), whole.Inputs.Select(i => (i.Uri, i.Counts)));
        Assert.Equal(ShardFixture.Rejects(single.Manifest), ShardFixture.Rejects(whole));
        Assert.Equal(ShardFixture.Origins(single.Manifest), ShardFixture.Origins(whole));
        Assert.Equal((single.Run, single.Manifest.Fingerprint), (whole.Run, whole.Fingerprint));
        Assert.Null(whole.Options.Shard);
        Assert.Equal(load.Runs[0].Uri, Assert.Single(Directory.EnumerateFiles(Path.GetDirectoryName(load.Runs[0].Uri)!, "manifest.json", SearchOption.AllDirectories)));
    }

    [Theory]
    [MemberData(nameof(PostgresCases))]
    public async Task Load_AllShardsIntoPostgres_GivesTheTablesOfASingleRun(string name, int shards)
    {
        (ExtractTransformRequest request, ExtractTransformOutcome single) = await SingleAsync(name);
        ExtractTransformRequest sharded = request with { Output = _fixture.Path("sharded") };
        await using PostgresBench one = (PostgresBench)await PostgresBench.OpenAsync();
        await using PostgresBench many = (PostgresBench)await PostgresBench.OpenAsync();
        await _fixture.LoadAsync(request, [single.ManifestUri!], Real(one));

        await _fixture.LoadAsync(sharded, await _fixture.ExtractShardsAsync(sharded, shards), Real(many));

        foreach (TableDefinition table in request.Dataset.Tables)
        {
            string sql = $"SELECT t::text FROM {table.Name} t ORDER BY 1";
            string[] expected = await one.AskAsync(sql);
            Assert.True(expected.Length > 0 || table.Name == "unfollows", $"{table.Name} has no row to compare.");
            Assert.Equal(expected, await many.AskAsync(sql));
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    public async Task Load_ShardsOfTransactionsWithReferences_RejectsWhatASingleRunDoesForTheSameReasons(int shards)
    {
        // Half of the customers are known, and of the products all but the one that a third of the contents name.
        string known = _fixture.Path("known");
        Directory.CreateDirectory(known);
        await File.WriteAllLinesAsync(Path.Combine(known, "customers.json"), Enumerable.Range(0, 20).Select(id => $"{{\"id\":\"{id:D8}\",\"first_name\":\"A\",\"last_name\":\"X\",\"email\":\"a@b.cd\"}}"));
        await File.WriteAllLinesAsync(Path.Combine(known, "products.json"), Enumerable.Range(1, 2).Select(sku => $"{{\"sku\":{sku},\"name\":\"S\",\"price\":\"7.00\",\"category\":\"c\",\"popularity\":1}}"));
        foreach (string dataset in new[] { "customers", "products" })
            await _fixture.ExtractAsync(_fixture.Request(dataset, "references", known));
        ExtractTransformRequest request = Dense("transactions") with { References = [_fixture.Path("references")] };
        ExtractTransformOutcome single = await _fixture.ExtractAsync(request with { Output = _fixture.Path("single") });
        await _fixture.LoadAsync(request, [single.ManifestUri!], _fixture.DuckDb("single"));

        LoadOutcome load = await _fixture.LoadAsync(request, await _fixture.ExtractShardsAsync(request, shards), _fixture.DuckDb("sharded"));

        Manifest whole = Assert.Single(load.Runs).Manifest;
        Assert.True(single.Manifest!.Rejects.ByReference > 0, "Nothing was rejected by reference.");
        Assert.Equal(single.Counts, whole.Counts);
        Assert.Equal(single.Manifest.Rejects.ByReference, whole.Rejects.ByReference);
        Assert.Equal(ShardFixture.Rejects(single.Manifest), ShardFixture.Rejects(whole));
        Assert.Equal(_fixture.Tables("single", request.Dataset), _fixture.Tables("sharded", request.Dataset));
    }

    [Fact]
    public async Task Load_TwiceAtOnce_BothEndWithTheSameRun()
    {
        ExtractTransformRequest request = Dense("events");
        IReadOnlyList<string> manifests = await _fixture.ExtractShardsAsync(request, 7);

        LoadOutcome[] loads = await Task.WhenAll(Enumerable.Range(0, 2).Select(i => Task.Run(() => _fixture.LoadAsync(request, manifests, _fixture.DuckDb("w" + i)))));

        Assert.Single(loads.Select(l => Assert.Single(l.Runs).Uri).Distinct());
        Assert.Equal(_fixture.Tables("w0", request.Dataset), _fixture.Tables("w1", request.Dataset));
    }

    [Fact]
    public async Task Load_ShardMissing_IsRefusedNamingItAndMakesNoRun()
    {
        ExtractTransformRequest request = Dense("events");
        IReadOnlyList<string> manifests = await _fixture.ExtractShardsAsync(request, 3);

        CtiException failure = await Assert.ThrowsAsync<CtiException>(() => _fixture.LoadAsync(request, [manifests[0], manifests[2]], _fixture.DuckDb("w")));

        Assert.Equal(FailureKind.Usage, failure.Kind);
        Assert.Contains("1/3", failure.Message, StringComparison.Ordinal);
        Assert.All(manifests, manifest => Assert.True(File.Exists(manifest)));
    }

    [Theory]
    [InlineData("plan")]
    [InlineData("key")]
    [InlineData("version")]
    public async Task Load_ShardOfAnother_IsRefused(string other)
    {
        ExtractTransformRequest request = Dense("events");
        List<string> manifests = [.. await _fixture.ExtractShardsAsync(request, 2)];
        switch (other)
        {
            case "plan":
                manifests[0] = (await _fixture.ExtractShardsAsync(request, 3))[0];
                break;
            case "key":
                manifests[0] = (await _fixture.ExtractShardsAsync(request with { Month = "2021-04" }, 2))[0];
                break;
            default:
                await File.WriteAllTextAsync(manifests[0], (await File.ReadAllTextAsync(manifests[0])).Replace("cti 0.0.0", "cti 0.0.1", StringComparison.Ordinal));
                break;
        }

        CtiException failure = await Assert.ThrowsAsync<CtiException>(() => _fixture.LoadAsync(request, manifests, _fixture.DuckDb("w")));

        Assert.Equal(FailureKind.Usage, failure.Kind);
    }

    [Fact]
    public async Task Load_TwiceAndByOldShardsOrTheFolder_ChangesNothing()
    {
        ExtractTransformRequest request = Dense("events");
        IReadOnlyList<string> manifests = await _fixture.ExtractShardsAsync(request, 3);
        LoadOutcome first = await _fixture.LoadAsync(request, [Path.GetDirectoryName(Path.GetDirectoryName(manifests[0]))!], _fixture.DuckDb("w"));
        IReadOnlyList<string> rows = _fixture.Tables("w", request.Dataset);

        foreach (IReadOnlyList<string> again in new[] { manifests, [manifests[1]], [first.Runs[0].Uri] })
        {
            LoadOutcome second = await _fixture.LoadAsync(request, again, _fixture.DuckDb("w"));
            Assert.True(Assert.Single(second.Loads).AlreadyLoaded);
            Assert.Equal(first.Runs[0].Uri, Assert.Single(second.Runs).Uri);
        }

        Assert.Equal(rows, _fixture.Tables("w", request.Dataset));
    }

    [Fact]
    public async Task Manifests_OfShardsAndOfTheRun_HoldToTheSchema()
    {
        ExtractTransformRequest request = Dense("web-events");
        IReadOnlyList<string> manifests = await _fixture.ExtractShardsAsync(request, 2);
        string[] shards = [.. manifests.Select(File.ReadAllText)];

        LoadOutcome load = await _fixture.LoadAsync(request, manifests, _fixture.DuckDb("w"));

        Assert.All(shards, shard => Assert.Contains("\"keys\"", shard, StringComparison.Ordinal));
        Assert.All(JsonSchemaValidator.Validate(SchemaCatalog.Read("manifest"), [.. shards, File.ReadAllText(load.Runs[0].Uri)]), Assert.Empty);
    }

    [Fact]
    public async Task Extract_ShardOfACompleteRun_IsReused()
    {
        ExtractTransformRequest request = Dense("events");
        LoadOutcome load = await _fixture.LoadAsync(request, await _fixture.ExtractShardsAsync(request, 2), _fixture.DuckDb("w"));

        ExtractTransformOutcome again = await _fixture.ExtractAsync(request with { Shard = new Shard(1, 2) });

        Assert.True(again.Reused);
        Assert.Equal(load.Runs[0].Uri, again.ManifestUri);
    }

    [Fact]
    public async Task Extract_ShardAgainAfterACrash_GivesTheSameBytes()
    {
        ExtractTransformRequest request = Dense("transactions");
        await _fixture.ExtractShardsAsync(request, 3);
        Dictionary<string, string> expected = ExtractionFixture.Digests(request.Output);

        // A shard that was killed leaves parts, perhaps half of the files, and no manifest.
        string manifest = Directory.EnumerateFiles(request.Output, "manifest.json", SearchOption.AllDirectories).Single(f => f.Contains("shard=1-of-3", StringComparison.Ordinal));
        File.Delete(manifest);
        File.Delete(Path.Combine(Path.GetDirectoryName(manifest)!, "keys.bin"));
        ExtractTransformOutcome again = await _fixture.ExtractAsync(request with { Shard = new Shard(1, 3) });

        Assert.False(again.Reused);
        Assert.Equal(expected, ExtractionFixture.Digests(request.Output));
    }

    [Fact]
    public async Task Load_DryRun_ListsThePartsAndResolvesNothing()
    {
        ExtractTransformRequest request = Dense("events");
        IReadOnlyList<string> manifests = await _fixture.ExtractShardsAsync(request, 2);
        Dictionary<string, string> before = ExtractionFixture.Digests(request.Output);

        LoadOutcome outcome = await _fixture.LoadAsync(request, manifests, _fixture.DuckDb("w"), dryRun: true);

        Assert.NotEmpty(outcome.Sql);
        Assert.Equal(before, ExtractionFixture.Digests(request.Output));
    }

    [Fact]
    public async Task Load_DamagedKeys_IsRefused()
    {
        ExtractTransformRequest request = Dense("events");
        IReadOnlyList<string> manifests = await _fixture.ExtractShardsAsync(request, 2);
        string keys = Path.Combine(Path.GetDirectoryName(manifests[0])!, "keys.bin");
        byte[] bytes = await File.ReadAllBytesAsync(keys);
        bytes.AsSpan(0, 40).CopyTo(bytes.AsSpan(80));
        await File.WriteAllBytesAsync(keys, bytes);

        CtiException failure = await Assert.ThrowsAsync<CtiException>(() => _fixture.LoadAsync(request, manifests, _fixture.DuckDb("w")));

        Assert.Contains("not sorted", failure.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(Path.GetDirectoryName(Path.GetDirectoryName(manifests[0]))!, "manifest.json", SearchOption.TopDirectoryOnly));
    }

    private static TheoryData<string, int> Each(params string[] datasets)
    {
        TheoryData<string, int> cases = [];
        foreach (string dataset in datasets)
        {
            foreach (int shards in new[] { 1, 2, 7 })
                cases.Add(dataset, shards);
        }

        return cases;
    }

    private static PostgresWarehouse Real(PostgresBench bench)
    {
        NpgsqlConnectionStringBuilder connection = PostgresAddress.Parse(bench.Address, new PostgresSettings(Password: bench.Server.Password));
        return new PostgresWarehouse(connection, TableNaming.Default, new DuckDbOptions(WarehouseBench.Memory, 2, bench.Spill), bench.Store, TimeProvider.System, NullLogger.Instance);
    }

    private ExtractTransformRequest Dense(string name)
    {
        int seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        return _fixture.Request(name, "sharded", DenseInput.Write(name, _fixture.Path("raw"), seed));
    }

    private async Task<(ExtractTransformRequest Request, ExtractTransformOutcome Single)> SingleAsync(string name)
    {
        ExtractTransformRequest request = Dense(name) with { Output = _fixture.Path("single") };
        return (request, await _fixture.ExtractAsync(request));
    }
}
