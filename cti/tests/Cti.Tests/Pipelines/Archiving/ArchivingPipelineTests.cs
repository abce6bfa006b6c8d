using Cti.Failures;
using Cti.Pipelines;
using Cti.Pipelines.Archiving;
using Cti.Tests.Pipelines.Incremental;

namespace Cti.Tests.Pipelines.Archiving;

/// <summary>Inputs move when their run is complete, verified, and nothing else goes with them; on local files and on the real server alike.</summary>
public sealed class ArchivingPipelineTests
{
    [Theory, InlineData(false, false), InlineData(false, true), InlineData(true, false), InlineData(true, true)]
    public async Task RunAsync_CompleteRun_InputsAreMovedAndTheSameCommandGivesTheSameRun(bool isS3, bool isIncremental)
    {
        using IncrementalFixture fixture = await IncrementalFixture.MakeAsync(isS3);
        await fixture.PutAsync("a.csv", "a");
        await fixture.PutAsync("sub/b.csv", "b");
        ExtractTransformRequest request = Request(fixture, isIncremental);
        ExtractTransformOutcome first = await fixture.RunAsync(request);

        Assert.Empty(await fixture.FilesAsync("in/"));
        Assert.Equal(["a.csv", "b.csv"], await fixture.FilesAsync($"archive/key-data/run={first.Run}/"));
        if (isIncremental)
        {
            Assert.Equal(FailureKind.NothingToDo, await fixture.FailAsync(request));
        }
        else
        {
            ExtractTransformOutcome again = await fixture.RunAsync(request);
            Assert.True(again.Reused);
            Assert.Equal(first.Run, again.Run);
        }

        await fixture.PutAsync("a.csv", "new");
        Assert.Equal(["a.csv"], IncrementalFixture.Names(await fixture.RunAsync(request)));
    }

    [Fact]
    public async Task RunAsync_MovedAlreadyAndWhatIsMissingMayBeSkipped_GivesTheSameRun()
    {
        using IncrementalFixture fixture = await IncrementalFixture.MakeAsync(isS3: false);
        ExtractTransformRequest request = Request(fixture, isIncremental: false) with { IfMissing = MissingInput.Skip };
        Assert.Equal(FailureKind.NothingToDo, await fixture.FailAsync(request));
        await fixture.PutAsync("a.csv", "a");
        ExtractTransformOutcome first = await fixture.RunAsync(request);

        // As a scheduler does that lost the container before it read the result: its load must not be skipped.
        ExtractTransformOutcome again = await fixture.RunAsync(request);

        Assert.True(again.Reused);
        Assert.Equal(first.Run, again.Run);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task RunAsync_RunNotCompleted_NothingIsMoved(bool isS3)
    {
        using IncrementalFixture fixture = await IncrementalFixture.MakeAsync(isS3);
        await fixture.PutAsync("a.csv", "a");
        ExtractTransformOutcome outcome = await fixture.BeginAsync(Request(fixture, isIncremental: true));
        await outcome.Completion!.DisposeAsync();

        Assert.Equal(["a.csv"], await fixture.FilesAsync("in/"));
        Assert.Empty(await fixture.FilesAsync("archive/"));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task RunAsync_InputReplacedBeforeItWasMoved_NewVersionStays(bool isS3)
    {
        using IncrementalFixture fixture = await IncrementalFixture.MakeAsync(isS3);
        await fixture.PutAsync("a.csv", "a");
        await fixture.PutAsync("b.csv", "b");
        ExtractTransformRequest request = Request(fixture, isIncremental: true);
        ExtractTransformOutcome outcome = await fixture.BeginAsync(request);
        await fixture.PutAsync("a.csv", "other");
        await outcome.Completion!.CompleteAsync(CancellationToken.None);
        await outcome.Completion.DisposeAsync();

        Assert.Equal(["a.csv"], await fixture.FilesAsync("in/"));
        Assert.Equal(["b.csv"], await fixture.FilesAsync("archive/"));
        Assert.Equal(["a.csv"], IncrementalFixture.Names(await fixture.RunAsync(request)));
    }

    [Theory, InlineData(false, false), InlineData(false, true), InlineData(true, false), InlineData(true, true)]
    public async Task RunAsync_KilledWhileMoving_SameCommandMovesTheRestAndGivesThatRun(bool isS3, bool isIncremental)
    {
        using IncrementalFixture fixture = await IncrementalFixture.MakeAsync(isS3);
        await fixture.PutAsync("a.csv", "a");
        await fixture.PutAsync("b.csv", "b");
        ExtractTransformRequest request = Request(fixture, isIncremental);
        ExtractTransformOutcome killed = await fixture.RunAsync(request with { Archive = null });
        await new ArchiveMarkers(fixture.Store, request, fixture.At("out")).BeginAsync(new ArchiveMarker(killed.Run, killed.ManifestUri!, request.Archive!, "gone"), CancellationToken.None);
        await fixture.PutAsync("c.csv", "c");

        ExtractTransformOutcome finished = await fixture.RunAsync(request);

        Assert.Equal(killed.Run, finished.Run);
        Assert.Equal(["a.csv", "b.csv"], await fixture.FilesAsync("archive/"));
        Assert.Equal(["c.csv"], await fixture.FilesAsync("in/"));
        Assert.Equal(["c.csv"], IncrementalFixture.Names(await fixture.RunAsync(request)));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task RunAsync_BrokenCopyInTheArchive_IsReplacedBeforeAnythingIsDeleted(bool isS3)
    {
        using IncrementalFixture fixture = await IncrementalFixture.MakeAsync(isS3);
        await fixture.PutAsync("a.csv", "a");
        ExtractTransformRequest request = Request(fixture, isIncremental: true);
        ExtractTransformOutcome outcome = await fixture.BeginAsync(request);
        string source = fixture.At("in/a.csv");
        string copy = fixture.At($"archive/key-data/run={outcome.Run}/{(isS3 ? source["s3://".Length..] : source.TrimStart('/'))}");
        byte[] wrong = new byte[outcome.Manifest!.Inputs[0].Size];
        await fixture.Store.PutIfAbsentAsync(copy, wrong, CancellationToken.None);
        await outcome.Completion!.CompleteAsync(CancellationToken.None);
        await outcome.Completion.DisposeAsync();

        await using Stream stored = await fixture.Store.OpenReadAsync((await fixture.Store.StatAsync(copy, CancellationToken.None))!, CancellationToken.None);
        using StreamReader text = new(stored);
        Assert.Equal("key,data\na,a.csv\n", await text.ReadToEndAsync());
        Assert.Empty(await fixture.FilesAsync("in/"));
    }

    [Fact]
    public async Task RunAsync_ArchiveInsideTheInput_IsRefused()
    {
        using IncrementalFixture fixture = await IncrementalFixture.MakeAsync(isS3: false);
        await fixture.PutAsync("a.csv", "a");

        Assert.Equal(FailureKind.Usage, await fixture.FailAsync(fixture.Request() with { Archive = fixture.At("in/archive") }));
    }

    private static ExtractTransformRequest Request(IncrementalFixture fixture, bool isIncremental) =>
        fixture.Request() with { Archive = fixture.At("archive"), State = isIncremental ? fixture.At("state") : null };
}
