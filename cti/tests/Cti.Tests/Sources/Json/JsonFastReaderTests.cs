using System.Text;
using System.Text.Json;
using Cti.Records;
using Cti.Records.Raw;
using Cti.Sources.Json;
using Xunit.Abstractions;

namespace Cti.Tests.Sources.Json;

/// <summary>What the fast reader is sure of, the careful one reads alike.</summary>
public class JsonFastReaderTests(ITestOutputHelper output)
{
    private static readonly JsonForm Form = new() { OpenFields = ["list"], PassedOver = ["ignored"] };

    [Fact]
    public void Read_GeneratedAndDamagedObjects_AgreesWithTheCarefulReader()
    {
        int seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        Random random = new(seed);
        JsonTextGenerator generator = new(random);
        int sure = 0;
        for (int round = 0; round < 30_000; round++)
            sure += Agrees(round % 2 == 0 ? Compact(generator, random) : Damaged(generator, random)) ? 1 : 0;
        Assert.InRange(sure, 3_000, 30_000);
    }

    [Theory]
    [InlineData("""{"a":"x","b":1,"c":{"d":true},"open":{"k":1,"l":"é"}}""", true)]
    [InlineData("""{"a":"line\nbreak \"q\" \\ \/","ignored":{"x":[1,-2.5,{"y":"\u00e9"}]}}""", true)]
    [InlineData("""{"a":"\u00e9\u2028"}""", true)]
    [InlineData("""{"a":"\ud83d\ude00"}""", false)]
    [InlineData("""{"a":"\u0000"}""", false)]
    [InlineData("""{"a":"x","a":"y"}""", false)]
    [InlineData("""{"unknown":1}""", false)]
    [InlineData("""{"ignored":01}""", false)]
    [InlineData("""{"ignored":"\x"}""", false)]
    [InlineData("""{"a":"x",}""", false)]
    [InlineData("""{"ignored":[1,]}""", false)]
    [InlineData("""{"a":1e5}""", false)]
    [InlineData("{\"a\":\"x\ty\"}", false)]
    [InlineData("""{"b":1,"a":"x"}""", true)]
    [InlineData("""{"a" : "x", "c" : { "d" : true } }""", true)]
    [InlineData("""{"a":"x","c":{"d":true},"ignored":"y","b":2}""", true)]
    [InlineData("""{"a":"x"  ,"ignore":1}""", false)]
    public void Read_Object_IsSureWhereItMayBe(string json, bool isSure) => Assert.Equal(isSure, Agrees(json));

    [Theory]
    [InlineData("a\"")]
    [InlineData("a\\")]
    [InlineData("a name that is longer than any vector is wide")]
    public void Read_LearnedName_IsNoLeaveForBrokenJson(string name)
    {
        JsonMember tree = JsonFieldTree.Of(JsonRun.DefaultFields, Form);
        tree.Learn(new JsonMember(name, name, JsonMemberKind.PassedOver, -1));
        JsonFastReader fast = new(tree, new FieldSlice[JsonRun.DefaultFields.Length], new JsonText(), 64);
        byte[] bytes = Encoding.UTF8.GetBytes($"{{\"{name}\":1,\"a\":\"x\"}}");
        bool isBroken = name.Length < 3;

        int end = fast.Read([.. bytes, .. new byte[64]], 0, bytes.Length);

        Assert.Equal(isBroken ? -1 : bytes.Length, end);
    }

    /// <summary>Whether the fast reader is sure; then both must agree.</summary>
    private static bool Agrees(string json)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(json);

        // With bytes behind it and without: names are compared by vectors where there is room for them.
        return Agrees(json, bytes, [.. bytes, .. "\n{}"u8]) & Agrees(json, bytes, [.. bytes, .. Encoding.UTF8.GetBytes(json), .. new byte[64]]);
    }

    private static bool Agrees(string json, byte[] bytes, byte[] buffer)
    {
        JsonRecordReader careful = ReaderOf(out JsonMember tree);
        JsonText texts = new();
        FieldSlice[] fields = new FieldSlice[JsonRun.DefaultFields.Length];
        JsonFastReader fast = new(tree, fields, texts, 64);

        // Twice, so that what was passed over once is known the second time.
        if (fast.Read(buffer, 0, bytes.Length) < 0)
            return false;
        int end = fast.Read(buffer, 0, bytes.Length);
        Assert.True(end > 0, json);
        string found = Describe(buffer, fields, texts);
        try
        {
            RecordFailure? failure = careful.Read(buffer, 0, bytes.Length, out int carefulEnd);
            Assert.True(failure is null, $"{json}: {failure?.Code}");
            Assert.Equal(carefulEnd, end);
        }
        catch (JsonException broken)
        {
            Assert.Fail($"{json}: {broken.Message}");
        }

        Assert.Equal(Describe(buffer, careful.Fields, careful.Texts), found);
        return true;
    }

    private static JsonRecordReader ReaderOf(out JsonMember tree)
    {
        tree = JsonFieldTree.Of(JsonRun.DefaultFields, Form);
        return new JsonRecordReader(JsonFieldTree.Of(JsonRun.DefaultFields, Form), JsonRun.DefaultFields.Length, 64, new UnknownNames(null));
    }

    private static string Describe(byte[] buffer, FieldSlice[] fields, JsonText texts) => JsonItem.Join(fields.Select(f =>
        f.Length < 0 ? null : Encoding.UTF8.GetString(f.Start < 0 ? texts.Written.Slice(~f.Start, f.Length) : buffer.AsSpan(f.Start, f.Length))));

    private static string Compact(JsonTextGenerator generator, Random random)
    {
        string a = JsonSerializer.Serialize(generator.Text(), RelaxedText);
        string ignored = JsonSerializer.Serialize(new { x = new object[] { 1, -2.5, generator.Text() } });
        return random.Next(3) switch
        {
            0 => $"{{\"a\":{a},\"b\":{random.Next()},\"ignored\":{ignored},\"c\":{{\"d\":false}}}}",
            1 => $"{{\"a\":{a},\"open\":{{\"m\":{a},\"n\":null}}}}",
            _ => generator.Object(),
        };
    }

    private static string Damaged(JsonTextGenerator generator, Random random)
    {
        StringBuilder text = new(Compact(generator, random));
        for (int i = random.Next(3); i >= 0; i--)
        {
            int at = random.Next(1, text.Length);
            if (random.Next(2) == 0)
                text.Remove(at, Math.Min(random.Next(1, 4), text.Length - at));
            else
                text.Insert(at, "\"{}[]\\,:0 \u0001"[random.Next(11)]);
        }

        return text.ToString();
    }

    private static readonly JsonSerializerOptions RelaxedText = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
