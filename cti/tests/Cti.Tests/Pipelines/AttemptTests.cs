using Cti.Manifests;
using Cti.ObjectStores;
using Cti.Pipelines;
using Cti.Pipelines.Extraction;
using Microsoft.Extensions.Logging;

namespace Cti.Tests.Pipelines;

public sealed class AttemptTests : IDisposable
{
    private static readonly StartedAttempt _first = new(new DateTimeOffset(2021, 4, 1, 2, 3, 4, TimeSpan.Zero), 201_000_000, 1);
    private readonly ExtractionFixture _fixture = new();
    private readonly ObjectStoreRouter _store = new(() => throw new InvalidOperationException("No S3 in this test."));
    private readonly RecordingLogger _log = new();

    private string Mark => _fixture.Folder.At("_attempt.json");

    public void Dispose()
    {
        _store.Dispose();
        _fixture.Dispose();
    }

    [Fact]
    public async Task Begin_NoEarlierAttempt_MarksQuietlyAndTakesTheMarkAwayAtTheEnd()
    {
        await using (await BeginAsync(_first))
            Assert.True(File.Exists(Mark));

        Assert.False(File.Exists(Mark));
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public async Task Begin_AfterAKilledAttempt_SaysWhenItBeganAndWithWhatMemory()
    {
        _ = await BeginAsync(_first);

        await using (await BeginAsync(_first with { MemoryBytes = 402_000_000 }))
        {
            string line = Assert.Single(_log.Lines);
            Assert.Contains("2021-04-01 02:03:04Z with 201 MB", line, StringComparison.Ordinal);
            Assert.Contains("402000000", await File.ReadAllTextAsync(Mark), StringComparison.Ordinal);
        }

        Assert.False(File.Exists(Mark));
    }

    [Fact]
    public async Task Begin_MarkThatIsCutOff_StillSaysThatThereWasAnAttempt()
    {
        _fixture.Folder.File("_attempt.json", "{\"began");

        await using (await BeginAsync(_first))
            Assert.Contains("did not end by itself", Assert.Single(_log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_EndedByItself_LeavesNoMark()
    {
        string good = _fixture.Folder.File("events.csv", "id,timestamp,email,country,ip,uri,action,tags\nd24173d9-b062-49a7-a856-74c89dcab4a4,2021-04-01,a@b.c,p,1.2.3.4,u,v,[]\n");
        string bad = _fixture.Folder.File("bad.csv", "nothing\n1\n");

        ExtractTransformOutcome outcome = await _fixture.RunAsync(_fixture.Request("events", good));
        await Assert.ThrowsAnyAsync<Exception>(() => _fixture.RunAsync(_fixture.Request("events", bad)));

        Assert.NotNull(outcome.Manifest);
        Assert.DoesNotContain(_fixture.Folder.Files(), f => f.EndsWith("_attempt.json", StringComparison.Ordinal));
    }

    private Task<Attempt> BeginAsync(StartedAttempt started) => Attempt.BeginAsync(_store, Mark, "run-1", started, _log, CancellationToken.None);

    private sealed class RecordingLogger : ILogger
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            => Lines.Add(formatter(state, exception));
    }
}
