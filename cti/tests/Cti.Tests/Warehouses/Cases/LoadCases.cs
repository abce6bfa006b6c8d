using Cti.Failures;
using Cti.Records;
using Cti.Records.Columns;
using Cti.Warehouses;

namespace Cti.Tests.Warehouses.Cases;

/// <summary>What a load does in every warehouse.</summary>
public abstract class LoadCases(Func<Task<WarehouseBench>> bench) : IAsyncLifetime
{
    private const string AllThings = "SELECT id, moment, note FROM things ORDER BY id";
    private static readonly Dataset Things = new TestDataset(WarehouseBench.Things);
    private WarehouseBench _bench = null!;

    public async Task InitializeAsync() => _bench = await bench();

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Fact]
    public async Task Load_FirstRun_MakesTableAndInsertsAll()
    {
        LoadSource a = _bench.Run("a", Things, WarehouseBench.Rows(("1", "2021-04-01", "x"), ("2", "", "y")));

        TableLoad load = await _bench.LoadAsync(Things, LoadMode.Merge, null, a);

        Assert.Equal(_bench.Loaded("things", 2, 2, 0, 0), load);
        Assert.Equal(["1|2021-04-01|x", "2|∅|y"], await _bench.AskAsync(AllThings));
    }

    [Fact]
    public async Task Load_SameManifestTwice_ChangesNothingAndTellsTheFirstCounts()
    {
        LoadSource a = _bench.Run("a", Things, WarehouseBench.Rows(("1", "", "x"), ("2", "", "y")));
        await _bench.LoadAsync(Things, LoadMode.Merge, null, _bench.Run("b", Things, WarehouseBench.Rows(("1", "", "old"))));
        TableLoad first = await _bench.LoadAsync(Things, LoadMode.Merge, null, a);
        await _bench.DoAsync("UPDATE things SET note = 'by hand' WHERE id = '2'");

        TableLoad second = await _bench.LoadAsync(Things, LoadMode.Merge, null, a);

        Assert.Equal(first with { AlreadyLoaded = true }, second);
        Assert.Equal(["1|∅|x", "2|∅|by hand"], await _bench.AskAsync(AllThings));
    }

    [Fact]
    public async Task Load_MergeOverlapping_ReplacesByKeyAndCountsBoth()
    {
        await _bench.LoadAsync(Things, LoadMode.Merge, null, _bench.Run("a", Things, WarehouseBench.Rows(("1", "", "x"), ("2", "", "y"), ("3", "", "z"))));

        TableLoad load = await _bench.LoadAsync(Things, LoadMode.Merge, null, _bench.Run("b", Things, WarehouseBench.Rows(("2", "", "Y"), ("3", "", "Z"), ("4", "", "W"))));

        Assert.Equal(_bench.Loaded("things", 3, 1, 2, 0), load);
        Assert.Equal(["1|∅|x", "2|∅|Y", "3|∅|Z", "4|∅|W"], await _bench.AskAsync(AllThings));
    }

    [Fact]
    public async Task Load_MergeOntoRepeatedKeys_LeavesOneAndCountsTheStagedRow()
    {
        await _bench.LoadAsync(Things, LoadMode.Append, null, _bench.Run("a", Things, WarehouseBench.Rows(("1", "", "x"))));
        await _bench.LoadAsync(Things, LoadMode.Append, null, _bench.Run("b", Things, WarehouseBench.Rows(("1", "", "y"))));

        TableLoad load = await _bench.LoadAsync(Things, LoadMode.Merge, null, _bench.Run("c", Things, WarehouseBench.Rows(("1", "", "z"))));

        Assert.Equal(_bench.Loaded("things", 1, 0, 1, 0), load);
        Assert.Equal(["1|∅|z"], await _bench.AskAsync(AllThings));
    }

    [Fact]
    public async Task Load_Append_InsertsRowsWhateverTheirKey()
    {
        await _bench.LoadAsync(Things, LoadMode.Append, null, _bench.Run("a", Things, WarehouseBench.Rows(("1", "", "x"))));

        TableLoad load = await _bench.LoadAsync(Things, LoadMode.Append, null, _bench.Run("b", Things, WarehouseBench.Rows(("1", "", "y"))));

        Assert.Equal(_bench.Loaded("things", 1, 1, 0, 0), load);
        Assert.Equal(["1|∅|x", "1|∅|y"], await _bench.AskAsync("SELECT id, moment, note FROM things ORDER BY note"));
    }

    [Fact]
    public async Task Load_Replace_LeavesJustTheseRows()
    {
        await _bench.LoadAsync(Things, LoadMode.Merge, null, _bench.Run("a", Things, WarehouseBench.Rows(("1", "", "x"), ("2", "", "y"))));

        TableLoad load = await _bench.LoadAsync(Things, LoadMode.Replace, null, _bench.Run("b", Things, WarehouseBench.Rows(("2", "", "Y"), ("3", "", "Z"))));

        Assert.Equal(_bench.Loaded("things", 2, 1, 1, 0), load);
        Assert.Equal(["2|∅|Y", "3|∅|Z"], await _bench.AskAsync(AllThings));
    }

    [Fact]
    public async Task Load_ReplaceWithTwoRuns_HoldsBothAndTheLaterWins()
    {
        await _bench.LoadAsync(Things, LoadMode.Merge, null, _bench.Run("a", Things, WarehouseBench.Rows(("0", "", "gone"))));
        LoadSource[] both = [_bench.Run("b", Things, WarehouseBench.Rows(("1", "", "x"), ("2", "", "y"))), _bench.Run("c", Things, WarehouseBench.Rows(("2", "", "Y")))];

        TableLoad load = await _bench.LoadAsync(Things, LoadMode.Replace, null, both);
        TableLoad again = await _bench.LoadAsync(Things, LoadMode.Replace, null, both);

        Assert.Equal(_bench.Loaded("things", 3, 2, 1, 0), load);
        Assert.True(again.AlreadyLoaded);
        Assert.Equal(["1|∅|x", "2|∅|Y"], await _bench.AskAsync(AllThings));
    }

    [Fact]
    public async Task Load_ReplaceOfARunThatWasReplacedSince_BringsItBack()
    {
        LoadSource a = _bench.Run("a", Things, WarehouseBench.Rows(("1", "", "x")));
        await _bench.LoadAsync(Things, LoadMode.Replace, null, a);
        await _bench.LoadAsync(Things, LoadMode.Replace, null, _bench.Run("b", Things, WarehouseBench.Rows(("2", "", "y"))));

        TableLoad load = await _bench.LoadAsync(Things, LoadMode.Replace, null, a);

        Assert.False(load.AlreadyLoaded);
        Assert.Equal(["1|∅|x"], await _bench.AskAsync(AllThings));
    }

    [Fact]
    public async Task Load_ReplaceMonth_ReplacesThatMonthOnly()
    {
        await _bench.LoadAsync(Things, LoadMode.Merge, null, _bench.Run("a", Things, WarehouseBench.Rows(
            ("1", "2021-03-31", "mar"), ("2", "2021-04-01", "apr"), ("3", "2021-04-30 23:59:59.999999", "apr"), ("4", "2021-05-01", "may"), ("5", "", "none"))));

        TableLoad load = await _bench.LoadAsync(Things, LoadMode.Replace, "2021-04", _bench.Run("b", Things, WarehouseBench.Rows(("2", "2021-04-02", "APR"), ("6", "2021-04-03", "new"))));

        Assert.Equal(_bench.Loaded("things", 2, 1, 1, 0), load);
        Assert.Equal(["1|mar", "2|APR", "4|may", "5|none", "6|new"], await _bench.AskAsync("SELECT id, note FROM things ORDER BY id"));
    }

    [Fact]
    public async Task Load_ReplaceMonthWithForeignRows_IsRefusedAndChangesNothing()
    {
        await _bench.LoadAsync(Things, LoadMode.Merge, null, _bench.Run("a", Things, WarehouseBench.Rows(("1", "2021-04-01", "x"))));

        CtiException e = await Assert.ThrowsAsync<CtiException>(() => _bench.LoadAsync(Things, LoadMode.Replace, "2021-04", _bench.Run("b", Things, WarehouseBench.Rows(("2", "2021-05-01", "y")))));

        Assert.Equal(FailureKind.Usage, e.Kind);
        Assert.Contains("1 rows of table things outside 2021-04", e.Message, StringComparison.Ordinal);
        Assert.Equal(["1|2021-04-01|x"], await _bench.AskAsync(AllThings));
    }

    [Fact]
    public async Task Load_DerivedTable_IsComputedAnewEachTime()
    {
        await _bench.LoadAsync(Things, LoadMode.Merge, null, _bench.Run("a", Things, WarehouseBench.Rows(("1", "", "x"), ("2", "", "x"))));
        await _bench.LoadAsync(Things, LoadMode.Merge, null, _bench.Run("b", Things, WarehouseBench.Rows(("2", "", "y"), ("3", "", "x"))));

        Assert.Equal(["x|2", "y|1"], await _bench.AskAsync("SELECT note, things FROM thing_notes ORDER BY note"));
    }

    [Fact]
    public async Task Load_OlderVersions_AreIgnoredAndEqualOnesReplace()
    {
        Dataset versions = new TestDataset(WarehouseBench.Versioned);
        await _bench.LoadAsync(versions, LoadMode.Merge, null, _bench.Run("a", versions, WarehouseBench.Rows(
            ("1", "2021-04-02", "new"), ("2", "2021-04-02", "same"), ("3", "2021-04-01", "old"), ("4", "", "none"), ("5", "2021-04-01", "some"))));

        TableLoad load = await _bench.LoadAsync(versions, LoadMode.Merge, null, _bench.Run("b", versions, WarehouseBench.Rows(
            ("1", "2021-04-01", "B"), ("2", "2021-04-02", "B"), ("3", "2021-04-02", "B"), ("4", "2020-01-01", "B"), ("5", "", "B"), ("6", "", "B"))));

        Assert.Equal(_bench.Loaded("versions", 6, 1, 3, 2), load);
        Assert.Equal(["1|new", "2|B", "3|B", "4|B", "5|some", "6|B"], await _bench.AskAsync("SELECT id, note FROM versions ORDER BY id"));
    }

    [Fact]
    public async Task Load_OldestStays_IgnoresLaterAndEqualOnes()
    {
        Dataset versions = new TestDataset(WarehouseBench.Versioned with { OldestStays = true });
        await _bench.LoadAsync(versions, LoadMode.Merge, null, _bench.Run("a", versions, WarehouseBench.Rows(("1", "2021-04-02", "A"), ("2", "2021-04-02", "A"), ("3", "2021-04-02", "A"))));

        TableLoad load = await _bench.LoadAsync(versions, LoadMode.Merge, null, _bench.Run("b", versions, WarehouseBench.Rows(
            ("1", "2021-04-01", "B"), ("2", "2021-04-02", "B"), ("3", "2021-04-03", "B"), ("4", "2021-04-03", "B"))));

        Assert.Equal(_bench.Loaded("versions", 4, 1, 1, 2), load);
        Assert.Equal(["1|B", "2|A", "3|A", "4|B"], await _bench.AskAsync("SELECT id, note FROM versions ORDER BY id"));
    }

    [Fact]
    public async Task Load_ReplacedByLessThanTheKey_ReplacesAllThatAgreeInIt()
    {
        Dataset lines = new TestDataset(WarehouseBench.Things with { Key = ["id", "note"], ReplacedBy = ["id"], Derived = [] });
        await _bench.LoadAsync(lines, LoadMode.Merge, null, _bench.Run("a", lines, WarehouseBench.Rows(("1", "", "a"), ("1", "", "b"), ("1", "", "c"), ("2", "", "d"))));

        TableLoad load = await _bench.LoadAsync(lines, LoadMode.Merge, null, _bench.Run("b", lines, WarehouseBench.Rows(("1", "", "B"), ("1", "", "C"), ("3", "", "E"))));

        Assert.Equal(_bench.Loaded("things", 3, 1, 2, 0), load);
        Assert.Equal(["1|B", "1|C", "2|d", "3|E"], await _bench.AskAsync("SELECT id, note FROM things ORDER BY id, note"));
    }

    [Fact]
    public async Task Load_KeysThatMayBeNull_EqualEachOther()
    {
        Dataset nullable = new TestDataset(WarehouseBench.Things with { Key = ["moment", "note"], Derived = [] });
        await _bench.LoadAsync(nullable, LoadMode.Merge, null, _bench.Run("a", nullable, WarehouseBench.Rows(("1", "", "x"), ("2", "2021-04-01", "x"), ("3", "", "y"))));

        TableLoad load = await _bench.LoadAsync(nullable, LoadMode.Merge, null, _bench.Run("b", nullable, WarehouseBench.Rows(("4", "", "x"), ("5", "2021-04-01", "y"))));

        Assert.Equal(_bench.Loaded("things", 2, 1, 1, 0), load);
        Assert.Equal(["2|x", "3|y", "4|x", "5|y"], await _bench.AskAsync("SELECT id, note FROM things ORDER BY id"));
    }

    [Fact]
    public async Task Load_KeysTooLongForAnIndex_ReplaceAllTheSame()
    {
        Dataset large = new TestDataset(WarehouseBench.Things with { Columns = [Column.Text("id", 60_000), .. WarehouseBench.Things.Columns.Skip(1)], Derived = [] });
        await _bench.LoadAsync(large, LoadMode.Merge, null, _bench.Run("a", large, "SELECT repeat('k', 50000) || i AS id, NULL::TIMESTAMP AS moment, 'old' AS note FROM range(3) r(i)"));

        TableLoad load = await _bench.LoadAsync(large, LoadMode.Merge, null, _bench.Run("b", large, "SELECT repeat('k', 50000) || i AS id, NULL::TIMESTAMP AS moment, 'new' AS note FROM range(1, 4) r(i)"));

        Assert.Equal(_bench.Loaded("things", 3, 1, 2, 0), load);
        Assert.Equal(["new|3", "old|1"], await _bench.AskAsync("SELECT note, count(*) FROM things GROUP BY note ORDER BY note"));
    }

    [Fact]
    public async Task Load_SeveralManifests_AreLoadedInOrderAndSummed()
    {
        LoadSource a = _bench.Run("a", Things, WarehouseBench.Rows(("1", "", "x"), ("2", "", "x")));
        LoadSource b = _bench.Run("b", Things, WarehouseBench.Rows(("2", "", "y"), ("3", "", "y")));

        TableLoad load = await _bench.LoadAsync(Things, LoadMode.Merge, null, a, b);

        Assert.Equal(_bench.Loaded("things", 4, 3, 1, 0), load);
        Assert.Equal(["1|∅|x", "2|∅|y", "3|∅|y"], await _bench.AskAsync(AllThings));
        Assert.Equal(["a|2|2|0", "b|2|1|1"], await _bench.AskAsync("SELECT run, staged, inserted, updated FROM cti_ledger ORDER BY run"));
    }

    [Fact]
    public async Task Load_LaterRevisionOfALoadedRun_IsNotLoadedAgain()
    {
        await _bench.LoadAsync(Things, LoadMode.Merge, null, _bench.Run("a", Things, WarehouseBench.Rows(("1", "", "x"))));

        TableLoad load = await _bench.LoadAsync(Things, LoadMode.Merge, null, _bench.Run("a", Things, WarehouseBench.Rows(("1", "", "erased")), revision: 2));

        Assert.True(load.AlreadyLoaded);
        Assert.Equal(["1|∅|x"], await _bench.AskAsync(AllThings));
    }

    [Fact]
    public async Task Load_TableDroppedSince_IsLoadedAgain()
    {
        LoadSource a = _bench.Run("a", Things, WarehouseBench.Rows(("1", "", "x")));
        await _bench.LoadAsync(Things, LoadMode.Merge, null, a);
        await _bench.DoAsync("DROP TABLE things");

        TableLoad load = await _bench.LoadAsync(Things, LoadMode.Merge, null, a);

        Assert.False(load.AlreadyLoaded);
        Assert.Equal(["1|∅|x"], await _bench.AskAsync(AllThings));
    }

    [Fact]
    public async Task Load_FromS3_FetchesPartsAndLeavesNoneBehind()
    {
        LoadSource a = _bench.Run("a", Things, WarehouseBench.Rows(("1", "", "x")), folder: "s3://bucket/out");

        TableLoad load = await _bench.LoadAsync(Things, LoadMode.Merge, null, a);

        Assert.Equal(1, load.Inserted);
        Assert.Empty(Directory.EnumerateDirectories(_bench.Spill, "cti-warehouse-*"));
    }

    [Fact]
    public async Task Load_FolderNameThatLooksLikeAPattern_IsReadAsItIs()
    {
        TableLoad load = await _bench.LoadAsync(Things, LoadMode.Merge, null, _bench.Run("a", Things, WarehouseBench.Rows(("1", "", "x")), folder: _bench.Root + "/o[1]*{a}"));

        Assert.Equal(1, load.Inserted);
    }

    [Fact]
    public async Task Load_RunWithoutParts_IsNotedWithNoRows()
    {
        LoadSource a = _bench.Run("a", Things, WarehouseBench.Rows(("1", "", "x")));
        a = a with { Manifest = a.Manifest with { Outputs = [] } };

        TableLoad load = await _bench.LoadAsync(Things, LoadMode.Merge, null, a);

        Assert.Equal(_bench.Loaded("things", 0, 0, 0, 0), load);
        Assert.Equal(["a|0"], await _bench.AskAsync("SELECT run, staged FROM cti_ledger"));
    }

    [Fact]
    public async Task Load_OtherSchemaAndTable_GoesThere()
    {
        Dataset single = new TestDataset(WarehouseBench.Things with { Derived = [] });
        LoadSource a = _bench.Run("a", single, WarehouseBench.Rows(("1", "", "x")));

        IReadOnlyList<TableLoad> loads = await _bench.Warehouse(new TableNaming("my lake", "order")).LoadAsync(new LoadRequest(single, [a], LoadMode.Merge, null, true), CancellationToken.None);

        Assert.Equal("order", Assert.Single(loads).Table);
        Assert.Equal(["1|x"], await _bench.AskAsync("SELECT id, note FROM \"my lake\".\"order\""));
    }
}
