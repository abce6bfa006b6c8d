using Cti.Pipelines;
using Cti.Pipelines.Erasure;

namespace Cti.Tests.Pipelines.Erasure;

/// <summary>Events keep no arrival: files, quarantine, archive and warehouse go by the rows' own time, and so does what comes again.</summary>
public sealed class ErasureMomentTests : IDisposable
{
    private const string Returned = "d24173d9-b062-49a7-a856-74c89dcab4a8,2021-04-10,planted.mail@ann.example,Palau,10.1.1.1,index,visit,\"['Mr']\"\n";
    private const string Mails = "SELECT email FROM events WHERE email NOT LIKE 'erased-%' ORDER BY email";
    private static readonly DateTime Uploaded = new(2021, 5, 1, 0, 0, 0, DateTimeKind.Utc);
    private readonly ErasureFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task RunAsync_RowsBeforeTheRequestInAnObjectAfterIt_NothingIsLeftOfThemAnywhere()
    {
        await RunAsync(PlantedObjects.Events, Uploaded);

        await EraseAsync();

        Assert.Empty(_fixture.Find(ErasureFixture.Planted));
        Assert.Empty(_fixture.Find("192.66.235.59"));
        Assert.Equal(["otto@other.example"], _fixture.Ask(Mails));
    }

    [Fact]
    public async Task RunAsync_RowsAfterTheRequest_StayInFilesArchiveAndTableAlike()
    {
        await RunAsync(PlantedObjects.Events + "\n" + Returned, Uploaded);

        await EraseAsync();

        Assert.Equal(["otto@other.example", "planted.mail@ann.example"], _fixture.Ask(Mails));
        string part = Directory.GetFiles(_fixture.Folder.At("out/events"), "*.parquet", SearchOption.AllDirectories)[0];
        Assert.Equal(["otto@other.example", "planted.mail@ann.example"], _fixture.Ask(Mails.Replace("events", $"read_parquet('{part}')", StringComparison.Ordinal)));
        string archived = await File.ReadAllTextAsync(Directory.GetFiles(_fixture.Folder.At("archive/events"), "events.csv", SearchOption.AllDirectories)[0]);
        Assert.Contains(Returned.Trim(), archived, StringComparison.Ordinal);
        Assert.Single(archived.Split('\n'), line => line.Contains("planted", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task RunAsync_OldRowsThatAreUploadedAgain_AreErasedOnTheWayIn()
    {
        await RunAsync(PlantedObjects.Events, Uploaded);
        await EraseAsync();
        IReadOnlyList<string> before = _fixture.Ask("SELECT * FROM events ORDER BY ALL");

        ExtractTransformOutcome again = await RunAsync(PlantedObjects.Events + "\n", Uploaded.AddMonths(1));

        Assert.False(again.Reused);
        Assert.Empty(_fixture.Find(ErasureFixture.Planted));
        Assert.Equal(before, _fixture.Ask("SELECT * FROM events ORDER BY ALL"));
    }

    [Fact]
    public async Task RunAsync_RunOfBeforeTheErasure_IsStillReused()
    {
        ExtractTransformOutcome first = await RunAsync(PlantedObjects.Events, Uploaded, archive: false);
        await EraseAsync();

        ExtractTransformOutcome again = await _fixture.RunAsync("events", "raw/events", archive: false);

        Assert.True(again.Reused);
        Assert.Equal(first.Run, again.Run);
    }

    private Task<ExtractTransformOutcome> RunAsync(string content, DateTime modified, bool archive = true)
    {
        _fixture.Put("raw/events/events.csv", content, modified);
        return _fixture.RunAsync("events", "raw/events", archive);
    }

    private Task<ErasureOutcome> EraseAsync() => _fixture.EraseAsync("""{"email":"planted.mail@ann.example"}{"email":"planted.old@ann.example"}""");
}
