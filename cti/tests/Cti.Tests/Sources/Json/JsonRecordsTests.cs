using System.IO.Compression;
using System.Text;
using Cti.Sources.Json;

namespace Cti.Tests.Sources.Json;

/// <summary>Each trap of JSON records by itself.</summary>
public class JsonRecordsTests
{
    [Theory]
    [InlineData("""{"a":"x"}{"a":"y"}""", "x", "y")]
    [InlineData("""{"a":"a}{b"}{"a":"\\"}{"a":"\"}{"}""", "a}{b", "\\", "\"}{")]
    [InlineData("{\"a\":\"x\"}\r\n\r\n{ \"a\" : \"y\" } \t", "x", "y")]
    [InlineData("""{"a":1.50}{"a":true}{"a":-0}{"a":46.001}{"a":007}""", "1.50", "true", "-0", "46.001", "!invalid_json")]
    [InlineData("""{"a":"\u00e9\ud83d\ude00"}{"a":"\ud83d"}{"a":"\u0000"}{"b":"\ud83d"}""", "é😀", "!invalid_unicode", "!nul_byte", "!invalid_unicode")]
    [InlineData("""{"a":"x","a":"y"}{"\u0061":"x","a":"x"}{"c":{"d":1,"d":1}}""", "!duplicate_field", "!duplicate_field", "!duplicate_field")]
    [InlineData("""{"a":{}}{"a":[1]}{"c":"x"}{"c":[]}{"c":null}""", "!unexpected_structure", "!unexpected_structure", "!unexpected_structure", "!unexpected_structure", "∅")]
    [InlineData("""{"A":"x"}{"a":null}{}""", "∅", "∅", "∅")]
    public void Read_OneFieldObjects_GivesItsTexts(string text, params string[] expected) => Assert.Equal(expected, FirstFields(JsonRun.Of(text)));

    [Theory]
    [InlineData("{\"a\":\"x\n{\"a\":\"y\"}\n", "!invalid_json", "y")]
    [InlineData("{\"a\":\"x\"\nrest\n{\"a\":\"y\"}", "!invalid_json", "y")]
    [InlineData("""{"a":"x}{"a":"y"}{"a":"z"}""", "!invalid_json", "y", "z")]
    [InlineData("""{"a":{"b":"x"}{"a":"y"}{"a":"z"}""", "!invalid_json", "y", "z")]
    [InlineData("""{"a":"x"}}{"a":"y"}""", "x", "!invalid_json", "y")]
    [InlineData("""xx{"a":"y"}""", "!invalid_json", "y")]
    [InlineData("""{"a":"x"},{"a":"y"}""", "x", "!invalid_json", "y")]
    [InlineData("""{"a":'x'}{"a":"y"}""", "!invalid_json", "y")]
    [InlineData("{\n \"a\": x\n}\n{\n \"a\": \"y\"\n}", "!invalid_json", "y")]
    [InlineData("id,name\n1,x\n", "!invalid_json")]
    [InlineData("""{"a":"y"}{"a":"trunc""", "y", "!invalid_json")]
    public void Read_BrokenObjects_GoOnAtTheNextOne(string text, params string[] expected) => Assert.Equal(expected, FirstFields(JsonRun.Of(text)));

    [Fact]
    public void Read_BrokenObject_KeepsItsBytesItsLineAndItsPlace()
    {
        JsonRun run = JsonRun.Of("{\"a\":\"x\"}\n{\"a\":\"y\r\n\n{\"a\":\"z\"}\n");

        Assert.Equal(new JsonItem(0, 2, 10, "{\"a\":\"y", "invalid_json", ""), run.Items[1]);
        Assert.Equal(4, run.Items[2].Line);
    }

    [Fact]
    public void Read_BytesThatAreNoUtf8_RejectsTheirRecordOnly()
    {
        byte[] text = [.. "{\"a\":\"x\"}{\"a\":\""u8, 0xC3, .. "\"}{\"ignored\":\""u8, 0xFF, .. "\"}{\"a\":\"é\"}"u8];

        Assert.Equal(["x", "!invalid_utf8", "!invalid_utf8", "é"], FirstFields(JsonRun.Of([text])));
    }

    [Fact]
    public void Read_DepthAndLength_AreBounded()
    {
        string deep = string.Concat(Enumerable.Repeat("[", 64)) + string.Concat(Enumerable.Repeat("]", 64));
        string text = $"{{\"ignored\":{deep[1..^1]},\"a\":\"x\"}}{{\"ignored\":{deep}}}{{\"a\":\"{new string('y', 1000)}\"}}{{\"a\":\"z\"}}";

        JsonRun run = JsonRun.Of(text, new JsonSourceOptions { MaxObjectBytes = 900 });

        Assert.Equal(["x", "!too_deep", "!record_too_long", "z"], FirstFields(run));
        Assert.Equal(1008, run.Items[2].Raw.Length);
    }

    [Fact]
    public void Read_OpenFields_AreCompactJsonWithRawUnicode()
    {
        JsonRun run = JsonRun.Of("""
            { "list" : [ 1 , { "k" : "\u00e9\n\"" , "l" : [ ] } , null ] , "open" : { "z" : true , "\u00e4" : { "b" : 1.0 } } , "c" : { } }
            {"open":{}}{"list":"x"}
            """);

        Assert.Equal("∅ ¦ ∅ ¦ ∅ ¦ [1,{\"k\":\"é\\n\\\"\",\"l\":[]},null] ¦ {\"z\":true,\"ä\":{\"b\":1.0}}", run.Items[0].Fields);
        Assert.Equal(["∅ ¦ ∅ ¦ ∅ ¦ ∅ ¦ {}", "∅ ¦ ∅ ¦ ∅ ¦ \"x\" ¦ ∅"], run.Items.Skip(1).Select(i => i.Fields));
    }

    [Fact]
    public void Read_UnknownFields_AreWarnedOfOnceByName()
    {
        JsonRun run = JsonRun.Of("""{"a":"x","new":1,"c":{"e":2}}{"new":{"a":"no"},"c":{"e":2},"a":"y"}{"ignored":1,"a":"z"}""");

        Assert.Equal(["x", "y", "z"], FirstFields(run));
        Assert.Equal(2, run.Warnings.Count);
        Assert.Contains("c.e", run.Warnings[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Read_PlainAndGzipOfSeveralMembers_BothByContent()
    {
        byte[] first = Encoding.UTF8.GetBytes("{\"a\":\"x\"}{\"a\"");
        byte[] second = Encoding.UTF8.GetBytes(":\"y\"}");

        Assert.Equal(["x", "y", "z"], FirstFields(JsonRun.Of([[.. Gzip(first), .. Gzip(second)], "{\"a\":\"z\"}"u8.ToArray()])));
    }

    [Fact]
    public void Read_ManyBracesInBrokenText_StaysFast()
    {
        string text = "{\"a\":\"x" + string.Concat(Enumerable.Repeat("}{\"a\":\"x", 100_000)) + "\n{\"a\":\"y\"}";
        long started = TimeProvider.System.GetTimestamp();

        List<string> found = FirstFields(JsonRun.Of(text));

        Assert.Equal("y", found[^1]);
        Assert.InRange(TimeProvider.System.GetElapsedTime(started).TotalSeconds, 0, 20);
    }

    private static byte[] Gzip(byte[] content)
    {
        using MemoryStream stored = new();
        using (GZipStream gzip = new(stored, CompressionLevel.Fastest))
            gzip.Write(content);
        return stored.ToArray();
    }

    private static List<string> FirstFields(JsonRun run) => [.. run.Items.Select(i => i.Code is null ? i.Fields.Split(" ¦ ")[0] : "!" + i.Code)];
}
