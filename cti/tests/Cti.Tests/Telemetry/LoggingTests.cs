using System.Text.Json;
using Cti.Telemetry;
using Microsoft.Extensions.Logging;

namespace Cti.Tests.Telemetry;

public class LoggingTests
{
    private static readonly DateTimeOffset Noon = new(2021, 4, 1, 12, 0, 0, 250, TimeSpan.Zero);

    [Fact]
    public void Log_Text_IsTimeLevelAndMessage()
    {
        string text = Written(LogFormat.Text, colour: false, logger => logger.ManifestWritten("s3://b/manifest.json"));

        Assert.Equal("2021-04-01T12:00:00.250Z INFO  The manifest s3://b/manifest.json is written\n", text);
    }

    [Fact]
    public void Log_TextOnTerminal_ColoursTheLevelOnly()
    {
        string text = Written(LogFormat.Text, colour: true, logger => logger.RunFailed("No."));

        Assert.Equal("2021-04-01T12:00:00.250Z \e[31mERROR\e[0m No.\n", text);
    }

    [Fact]
    public void Log_Json_HasTheNamesOfTheElasticCommonSchema()
    {
        string text = Written(LogFormat.Json, colour: false, logger => logger.UnexpectedFailure(new InvalidOperationException("Grüße\nzwei")));

        Assert.Equal('\n', text[^1]);
        Assert.DoesNotContain('\n', text[..^1]);
        JsonElement line = JsonDocument.Parse(text).RootElement;
        Assert.Equal("2021-04-01T12:00:00.250Z", line.GetProperty("@timestamp").GetString());
        Assert.Equal("error", line.GetProperty("log.level").GetString());
        Assert.Equal("103", line.GetProperty("event.code").GetString());
        Assert.Equal("events", line.GetProperty("labels.dataset").GetString());
        Assert.Equal("System.InvalidOperationException", line.GetProperty("error.type").GetString());
        Assert.Contains("Grüße\nzwei", line.GetProperty("error.stack_trace").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(LogFormat.Text)]
    [InlineData(LogFormat.Json)]
    public void Log_SecretInMessageAndException_IsMasked(LogFormat format)
    {
        string text = Written(format, colour: false, logger =>
        {
            logger.RunFailed("the key planted-secret-1 was refused");
            logger.UnexpectedFailure(new InvalidOperationException("with planted-secret-1 inside"));
        });

        Assert.DoesNotContain("planted-secret-1", text, StringComparison.Ordinal);
        Assert.Contains("the key *** was refused", text, StringComparison.Ordinal);
        Assert.Contains("with *** inside", text, StringComparison.Ordinal);
    }

    [Fact]
    public void WriteLine_ReaderGone_IsSurvived()
    {
        var writer = new StringWriter();
        writer.Dispose();
        var output = new ErrorOutput(writer, isTerminal: false);

        output.WriteLine("nobody reads this");
        output.Flush();

        Assert.Equal(string.Empty, writer.ToString());
    }

    [Fact]
    public void LogMessages_EventIds_AreUnique()
    {
        int[] ids = [.. typeof(LogMessages).GetMethods()
            .Select(m => m.GetCustomAttributes(typeof(LoggerMessageAttribute), false).Cast<LoggerMessageAttribute>().SingleOrDefault())
            .OfType<LoggerMessageAttribute>()
            .Select(a => a.EventId)];

        Assert.NotEmpty(ids);
        Assert.Equal(ids.Length, ids.Distinct().Count());
    }

    private static string Written(LogFormat format, bool colour, Action<ILogger> log)
    {
        using var writer = new StringWriter();
        var labels = new Dictionary<string, string> { ["dataset"] = "events" };
        using var provider = new ErrorOutputLoggerProvider(
            new ErrorOutput(writer, isTerminal: false), new LogLine(format, colour, labels), new Redactor(["planted-secret-1"]), new FixedClock(Noon));
        log(provider.CreateLogger("cti"));
        return writer.ToString();
    }

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
