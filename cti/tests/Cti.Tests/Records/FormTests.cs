using System.Text;
using Cti.Records.Forms;

namespace Cti.Tests.Records;

public class FormTests
{
    [Theory]
    [InlineData("['Mr', 'eat', 'PM']", "[\"Mr\",\"eat\",\"PM\"]")]
    [InlineData("[\"Mr\", \"eat\"]", "[\"Mr\",\"eat\"]")]
    [InlineData("Mr, eat ,PM", "[\"Mr\",\"eat\",\"PM\"]")]
    [InlineData("", "[]")]
    [InlineData("[]", "[]")]
    [InlineData("['it\\'s', \"say \\\"é\\\"\"]", "[\"it's\",\"say \\\"é\\\"\"]")]
    public void TagList_AnyNotation_BecomesCompactJson(string raw, string expected)
        => Assert.Equal(expected, Write(new TagListForm(65_535), raw));

    [Fact]
    public void TagList_RandomLists_AreWhatTheTextReads()
    {
        const int Seed = 20261120;
        Random random = new(Seed);
        TagListForm form = new(65_535);
        for (int round = 0; round < 20_000; round++)
        {
            string raw = RandomList(random);
            string? expected = TagListText.TryParse(raw, out List<string> tags) ? TagListText.ToJson(tags) : null;
            Assert.True(expected == Write(form, raw), $"seed {Seed}, round {round}: {raw}");
        }
    }

    [Fact]
    public void PlainText_AnyCharacterAtItsEnds_IsTrimmedAsTextIs()
    {
        PlainTextForm form = new(64, lower: false, nullable: true);
        for (int code = 0x20; code <= 0xFFFF; code++)
        {
            if (char.IsSurrogate((char)code))
                continue;
            foreach (string raw in new[] { $"{(char)code}é", $"é{(char)code}", $"{(char)code}", $"a{(char)code}" })
            {
                string expected = raw.Trim();
                Assert.Equal(expected.Length == 0 ? null : expected, Write(form, raw));
            }
        }
    }

    [Theory]
    [InlineData("2001:0DB8:0:0:0:0:0:1", "2001:db8::1")]
    [InlineData("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1")]
    [InlineData("1:0:0:2:0:0:0:3", "1:0:0:2::3")]
    [InlineData(" 192.66.235.59 ", "192.66.235.59")]
    public void Ip_AnyForm_BecomesTheNormalOne(string raw, string expected) => Assert.Equal(expected, Write(new IpForm(), raw));

    [Fact]
    public void Ip_FourOctetsOfAnyKind_AreAcceptedExactlyWhereEachIsOne()
    {
        string[] good = ["0", "1", "9", "10", "25", "56", "99", "100", "199", "200", "249", "250", "255"];
        string[] bad = ["", "00", "01", "012", "000", "256", "260", "299", "300", "999", "1000", "1a", "-1", "+1", "/", ":"];
        string[] octets = [.. good, .. bad];
        IpForm form = new();
        byte[] target = new byte[64];
        foreach (string[] pair in octets.SelectMany(a => octets.Select(b => new[] { a, b })))
        {
            foreach (string[] other in octets.SelectMany(a => octets.Select(b => new[] { a, b })))
            {
                string text = string.Join('.', [.. pair, .. other]);
                bool isGood = pair.Concat(other).All(good.Contains);
                // What stands beside it in a block is not part of it.
                byte[] block = System.Text.Encoding.ASCII.GetBytes("12." + text + ".34");
                int written = form.Write(block.AsSpan(3, text.Length), target);
                Assert.True(isGood == (written == text.Length && target.AsSpan(0, written).SequenceEqual(block.AsSpan(3, text.Length))), text);
            }
        }
    }

    [Theory]
    [InlineData("1970-01-01", 0L)]
    [InlineData("1969-12-31 23:59:59.999999", -1L)]
    [InlineData("2021-03-31", 1_617_148_800_000_000L)]
    [InlineData("2021-03-31T02:00:00+02:00", 1_617_148_800_000_000L)]
    [InlineData("0001-01-01", -62_135_596_800_000_000L)]
    [InlineData("9999-12-31T23:59:59.999999Z", 253_402_300_799_999_999L)]
    public void Timestamp_KnownMoments_AreTheirMicroseconds(string raw, long expected)
    {
        Assert.True(TimestampText.TryParse(Encoding.UTF8.GetBytes(raw), out long micros));
        Assert.Equal(expected, micros);
    }

    [Fact]
    public void Timestamp_MutatedTexts_AreReadLikeByTheRule()
    {
        const int Seed = 20261121;
        const string Bytes = "0123456789:;/-+.TZ @\u00ff";
        Random random = new(Seed);
        string[] forms = ["yyyy-MM-dd", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-ddTHH:mm:ss.fffZ", "yyyy-MM-ddTHH:mm:ss.ffffff+02:00", "yyyy-MM-ddTHH:mm:ssZ"];
        for (int round = 0; round < 50_000; round++)
        {
            DateTime moment = DateTime.UnixEpoch.AddSeconds(random.NextInt64(-2_000_000_000, 4_000_000_000));
            char[] text = moment.ToString(forms[random.Next(forms.Length)], System.Globalization.CultureInfo.InvariantCulture).ToCharArray();
            for (int changes = random.Next(3); changes > 0; changes--)
                text[random.Next(text.Length)] = Bytes[random.Next(Bytes.Length)];
            string mutated = new(text);
            bool expected = TimestampRule.TryParse(mutated, out DateTime utc);

            Assert.True(expected == TimestampText.TryParse(Encoding.UTF8.GetBytes(mutated), out long micros), $"seed {Seed}, round {round}: {mutated}");
            if (expected)
                Assert.Equal(TimestampRule.ToMicros(utc), micros);
        }
    }

    [Fact]
    public void Timestamp_EveryDay_IsOneAfterTheDayBefore()
    {
        DateOnly day = new(1, 1, 1);
        for (long expected = -719_162; day < DateOnly.MaxValue; day = day.AddDays(1), expected++)
        {
            Assert.True(TimestampText.TryParse(Encoding.UTF8.GetBytes(day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)), out long micros));
            Assert.Equal(expected * 86_400_000_000, micros);
        }
    }

    [Fact]
    public void Uuid_RandomTexts_ParseLikeGuid()
    {
        Random random = new(5);
        byte[] bytes = new byte[16];
        for (int i = 0; i < 2_000; i++)
        {
            random.NextBytes(bytes);
            Guid id = new(bytes, bigEndian: true);
            string text = i % 2 == 0 ? id.ToString("D") : id.ToString("D").ToUpperInvariant();
            Assert.True(UuidText.TryParse(Encoding.UTF8.GetBytes(text), out UInt128 value));
            Assert.Equal(System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes), value);
            byte[] written = new byte[36];
            UuidText.Write(value, written);
            Assert.Equal(id.ToString("D"), Encoding.UTF8.GetString(written));
        }
    }

    [Fact]
    public void Version8_KnownContent_IsFixedForEver()
    {
        // printf 'cti' | sha256sum, first 16 bytes with version and variant set: new ids must never change between releases.
        byte[] id = new byte[36];
        UuidText.Write(UuidText.Version8("cti"u8), id);
        Assert.Equal("48938255-8621-8838-9936-b0d6c498f842", Encoding.UTF8.GetString(id));
    }

    /// <summary>Mostly well formed lists in Python's notation, of lengths on both sides of every vector, some with a byte too many, too few or another.</summary>
    private static string RandomList(Random random)
    {
        const string Letters = "abcXYZ é日\\\"',[]\n";
        IEnumerable<string> items = Enumerable.Range(0, random.Next(6))
            .Select(_ => "'" + string.Concat(Enumerable.Range(0, random.Next(random.Next(2) == 0 ? 4 : 24)).Select(_ => Letters[random.Next(random.Next(8) == 0 ? Letters.Length : 8)])) + "'");
        string list = "[" + string.Join(random.Next(3) switch { 0 => ",", 1 => ", ", _ => ",   " }, items) + "]";
        int at = random.Next(list.Length);
        return random.Next(8) switch
        {
            0 => list.Remove(at, 1),
            1 => list.Insert(at, Letters[random.Next(Letters.Length)].ToString()),
            _ => list,
        };
    }

    private static string? Write(TextForm form, string raw)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(raw);
        byte[] place = new byte[form.Room(bytes.Length)];
        int written = form.Write(bytes, place);
        return written < 0 ? null : Encoding.UTF8.GetString(place.AsSpan(0, written));
    }
}
