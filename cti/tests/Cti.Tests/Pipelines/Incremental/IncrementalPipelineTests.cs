using Cti.Failures;
using Cti.Pipelines;
using Cti.Pipelines.Incremental;

namespace Cti.Tests.Pipelines.Incremental;

/// <summary>Each version of each object is taken by one run, on local files and on the real server alike.</summary>
public sealed class IncrementalPipelineTests
{
    [Theory, InlineData(false), InlineData(true)]
    public async Task RunAsync_NewAndLateObjects_AreTakenOnceAndThenNothingIsLeft(bool isS3)
    {
        using IncrementalFixture fixture = await IncrementalFixture.MakeAsync(isS3);
        await fixture.PutAsync("2021/04/02/a.csv", "a");
        await fixture.PutAsync("b.csv", "b");
        ExtractTransformOutcome first = await fixture.RunAsync();
        await fixture.PutAsync("2021/04/01/late.csv", "l");
        ExtractTransformOutcome second = await fixture.RunAsync();

        Assert.Equal(["a.csv", "b.csv"], IncrementalFixture.Names(first));
        Assert.Equal(["late.csv"], IncrementalFixture.Names(second));
        Assert.Equal(FailureKind.NothingToDo, await fixture.FailAsync());
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task RunAsync_ReuploadedObject_IsTakenAgainWithoutWaitingForAClock(bool isS3)
    {
        using IncrementalFixture fixture = await IncrementalFixture.MakeAsync(isS3);
        await fixture.PutAsync("a.csv", "a");
        await fixture.RunAsync();
        await fixture.PutAsync("a.csv", "b");
        ExtractTransformOutcome again = await fixture.RunAsync();

        Assert.Equal(["a.csv"], IncrementalFixture.Names(again));
        Assert.Equal(FailureKind.NothingToDo, await fixture.FailAsync());
    }

    [Fact]
    public async Task RunAsync_SameTimeOfArrival_BothAreTaken()
    {
        using IncrementalFixture fixture = await IncrementalFixture.MakeAsync(isS3: false);
        DateTime second = new(2021, 4, 1, 0, 0, 0, DateTimeKind.Utc);
        await fixture.PutAsync("b.csv", "b");
        File.SetLastWriteTimeUtc(fixture.At("in/b.csv"), second);
        await fixture.RunAsync();
        await fixture.PutAsync("a.csv", "a");
        File.SetLastWriteTimeUtc(fixture.At("in/a.csv"), second);

        Assert.Equal(["a.csv"], IncrementalFixture.Names(await fixture.RunAsync()));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task RunAsync_EarlierRunDiedBeforeItsCommit_SameRunIsResumedAndNewObjectsWait(bool isS3)
    {
        using IncrementalFixture fixture = await IncrementalFixture.MakeAsync(isS3);
        await fixture.PutAsync("a.csv", "a");
        ExtractTransformOutcome died = await fixture.BeginAsync(fixture.Request());
        await fixture.PutAsync("b.csv", "b");
        ExtractTransformOutcome beside = await fixture.RunAsync();
        Assert.Equal(FailureKind.Transient, await fixture.FailAsync());
        fixture.Pass(TimeSpan.FromMinutes(2));
        await fixture.PutAsync("c.csv", "c");
        ExtractTransformOutcome resumed = await fixture.RunAsync();

        Assert.Equal(["b.csv"], IncrementalFixture.Names(beside));
        Assert.Equal(died.Run, resumed.Run);
        Assert.True(resumed.Reused);
        Assert.Equal(["c.csv"], IncrementalFixture.Names(await fixture.RunAsync()));
        Assert.Equal(FailureKind.NothingToDo, await fixture.FailAsync());

        // The dead one was only slow: the same run is committed, so that it has nothing to complain of.
        await died.Completion!.CompleteAsync(CancellationToken.None);
        await died.Completion!.DisposeAsync();
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task RunAsync_ClaimLetGo_IsTakenAtOnce(bool isS3)
    {
        using IncrementalFixture fixture = await IncrementalFixture.MakeAsync(isS3);
        await fixture.PutAsync("a.csv", "a");
        ExtractTransformOutcome failed = await fixture.BeginAsync(fixture.Request());
        await failed.Completion!.DisposeAsync();

        Assert.Equal(failed.Run, (await fixture.RunAsync()).Run);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task CompleteAsync_ClaimTakenOver_IsRefused(bool isS3)
    {
        using IncrementalFixture fixture = await IncrementalFixture.MakeAsync(isS3);
        await fixture.PutAsync("a.csv", "a");
        ExtractTransformOutcome slow = await fixture.BeginAsync(fixture.Request());
        fixture.Pass(TimeSpan.FromMinutes(2));
        ExtractTransformOutcome other = await fixture.BeginAsync(fixture.Request());

        CtiException refused = await Assert.ThrowsAsync<CtiException>(() => slow.Completion!.CompleteAsync(CancellationToken.None));
        await other.Completion!.CompleteAsync(CancellationToken.None);

        Assert.Equal(FailureKind.Transient, refused.Kind);
        Assert.Equal(slow.Run, other.Run);
        await slow.Completion!.DisposeAsync();
        await other.Completion!.DisposeAsync();
        Assert.Equal(FailureKind.NothingToDo, await fixture.FailAsync());
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task RunAsync_ClaimedObjectReplacedAfterACrashWithoutManifest_RestIsDoneAndNewVersionTakenNext(bool isS3)
    {
        using IncrementalFixture fixture = await IncrementalFixture.MakeAsync(isS3);
        await fixture.PutAsync("a.csv", "a");
        await fixture.PutAsync("b.csv", "b");
        ExtractTransformOutcome died = await fixture.BeginAsync(fixture.Request());
        await fixture.Store.DeleteAsync(died.ManifestUri!, CancellationToken.None);
        await fixture.PutAsync("a.csv", "a2");
        fixture.Pass(TimeSpan.FromMinutes(2));

        ExtractTransformOutcome resumed = await fixture.RunAsync();
        ExtractTransformOutcome next = await fixture.RunAsync();

        Assert.Equal(["b.csv"], IncrementalFixture.Names(resumed));
        Assert.Equal(["a.csv"], IncrementalFixture.Names(next));
        Assert.Equal(FailureKind.NothingToDo, await fixture.FailAsync());
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task RunAsync_StalledUntilItsObjectsWentOnUnderAnotherKey_CannotPutItsManifest(bool isS3)
    {
        using IncrementalFixture fixture = await IncrementalFixture.MakeAsync(isS3);
        await fixture.PutAsync("a.csv", "a");
        await fixture.PutAsync("b.csv", "b");
        List<ExtractTransformOutcome> others = [];

        CtiException refused = await Assert.ThrowsAsync<CtiException>(() => fixture.BeginAndStallAsync(fixture.Request(), async () =>
        {
            await fixture.PutAsync("a.csv", "a2");
            fixture.Pass(TimeSpan.FromMinutes(2));
            others.Add(await fixture.RunAsync());
            others.Add(await fixture.RunAsync());
        }));

        Assert.Equal(FailureKind.Transient, refused.Kind);
        Assert.Equal(["b.csv", "a.csv"], others.SelectMany(IncrementalFixture.Names));
        Assert.Equal(["b.csv", "a.csv"], (await fixture.ManifestsAsync()).OrderBy(m => m.Timings.Started).SelectMany(m => m.Inputs).Select(i => i.Uri[(i.Uri.LastIndexOf('/') + 1)..]));
        Assert.Equal(FailureKind.NothingToDo, await fixture.FailAsync());
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task RunAsync_StalledAndDoneByItselfAfterAll_IsFoundRatherThanDoneAgain(bool isS3)
    {
        using IncrementalFixture fixture = await IncrementalFixture.MakeAsync(isS3);
        await fixture.PutAsync("a.csv", "a");
        await fixture.PutAsync("b.csv", "b");
        ExtractTransformOutcome slow = await fixture.BeginAsync(fixture.Request());
        await fixture.PutAsync("a.csv", "a2");
        fixture.Pass(TimeSpan.FromMinutes(2));

        ExtractTransformOutcome found = await fixture.RunAsync();

        Assert.Equal(slow.Run, found.Run);
        Assert.Equal(["a.csv", "b.csv"], IncrementalFixture.Names(found));
        Assert.Equal(["a.csv"], IncrementalFixture.Names(await fixture.RunAsync()));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task RunAsync_DiedBetweenGivingUpARunAndTheHead_ObjectsGoOnUnderTheNextKey(bool isS3)
    {
        using IncrementalFixture fixture = await IncrementalFixture.MakeAsync(isS3);
        await fixture.PutAsync("a.csv", "a");
        ExtractTransformOutcome died = await fixture.BeginAsync(fixture.Request("hour-1"));
        await fixture.VoidAsync(died);
        fixture.Pass(TimeSpan.FromMinutes(2));

        ExtractTransformOutcome resumed = await fixture.RunAsync(fixture.Request("hour-1"));
        ExtractTransformOutcome again = await fixture.RunAsync(fixture.Request("hour-1"));

        Assert.Equal("hour-1-2", resumed.Run);
        Assert.Equal(["a.csv"], IncrementalFixture.Names(resumed));
        Assert.True(again.Reused);
        Assert.Equal("hour-1-2", again.Run);
        Assert.Equal(FailureKind.NothingToDo, await fixture.FailAsync());
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task RunAsync_GivenRunKeyAfterItsCommit_GivesTheSameRunAgain(bool isS3)
    {
        using IncrementalFixture fixture = await IncrementalFixture.MakeAsync(isS3);
        await fixture.PutAsync("a.csv", "a");
        await fixture.RunAsync(fixture.Request("hour-1"));
        await fixture.PutAsync("b.csv", "b");
        ExtractTransformOutcome again = await fixture.RunAsync(fixture.Request("hour-1"));

        Assert.True(again.Reused);
        Assert.Equal(["a.csv"], IncrementalFixture.Names(again));
        Assert.Equal(["b.csv"], IncrementalFixture.Names(await fixture.RunAsync(fixture.Request("hour-2"))));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task RunAsync_ManyAtOnce_NoObjectTwiceAndNoneLost(bool isS3)
    {
        using IncrementalFixture fixture = await IncrementalFixture.MakeAsync(isS3);
        for (int i = 0; i < 12; i++)
            await fixture.PutAsync($"{i}.csv", $"k{i}");
        List<string> taken = [];
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async worker =>
        {
            await fixture.PutAsync($"late-{worker}.csv", $"l{worker}");
            for (int tries = 0; tries < 200; tries++)
            {
                try
                {
                    ExtractTransformOutcome outcome = await fixture.RunAsync();
                    lock (taken)
                        taken.AddRange(IncrementalFixture.Names(outcome));
                }
                catch (CtiException end) when (end.Kind is FailureKind.NothingToDo)
                {
                    return;
                }
                catch (CtiException busy) when (busy.Kind is FailureKind.Transient)
                {
                    await Task.Delay(50);
                }
            }
        }));

        Assert.Equal(16, taken.Count);
        Assert.Equal(16, taken.Distinct().Count());
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task CompactAsync_MoreListsThanAllowed_PartitionsKeepThemAll(bool isS3)
    {
        using IncrementalFixture fixture = await IncrementalFixture.MakeAsync(isS3);
        StateLayout layout = new(fixture.At("state"), "key-data");
        Ledger ledger = new(fixture.Store, layout, mostLists: 2);
        for (int i = 0; i < 7; i++)
        {
            await fixture.PutAsync($"date=2021-04-0{(i % 2) + 1}/{i}.csv", $"k{i}");
            await fixture.PutAsync($"{i}.csv", $"n{i}");
            await fixture.RunAsync();
            await ledger.CompactAsync(CancellationToken.None);
        }

        (StateHead head, _) = await new HeadStore(fixture.Store, layout.Head).ReadAsync(CancellationToken.None);
        List<TakenObject> day = await new TakenObjects(fixture.Store).ReadAsync(layout.Partition("day=2021-04-01"), CancellationToken.None).ToListAsync();

        Assert.Single(head.Committed);
        Assert.Equal(3, day.Count);
        Assert.Equal(FailureKind.NothingToDo, await fixture.FailAsync());
        await fixture.PutAsync("date=2021-04-01/0.csv", "changed");
        Assert.Equal(["0.csv"], IncrementalFixture.Names(await fixture.RunAsync()));
    }

    [Fact]
    public async Task RunAsync_OnlyFilesOfOtherDatasetsLeft_AreNotTaken()
    {
        using IncrementalFixture fixture = await IncrementalFixture.MakeAsync(isS3: false);
        await fixture.PutAsync("key-data.csv", "a");
        await fixture.PutAsync("events.csv", "e");
        ExtractTransformOutcome first = await fixture.RunAsync();
        File.Delete(fixture.At("in/key-data.csv"));

        Assert.Equal(["key-data.csv"], IncrementalFixture.Names(first));
        Assert.Equal(FailureKind.NothingToDo, await fixture.FailAsync());
    }

    [Fact]
    public async Task RunAsync_StreamNamedAsAnotherDataset_ItsObjectsAreTaken()
    {
        using IncrementalFixture fixture = await IncrementalFixture.MakeAsync(isS3: false);
        await fixture.PutAsync("2021/04/01/00/events-1-2021-04-01-00-00-00-7f1c3a52", "a");

        Assert.Equal(["events-1-2021-04-01-00-00-00-7f1c3a52"], IncrementalFixture.Names(await fixture.RunAsync()));
    }

    [Fact]
    public async Task RunAsync_GateWouldClose_WarnsAndGoesOn()
    {
        using IncrementalFixture fixture = await IncrementalFixture.MakeAsync(isS3: false);
        string[] keys = [.. Enumerable.Range(0, 2000).Select(i => i % 2 == 0 ? $"k{i}" : "")];
        await fixture.PutAsync("a.csv", keys);

        ExtractTransformOutcome outcome = await fixture.RunAsync();

        Assert.Null(outcome.GateMessage);
        Assert.Equal(1000, outcome.Counts.Rejected);
        Assert.NotNull(outcome.ManifestUri);
    }
}
