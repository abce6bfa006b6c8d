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

    [Theory]
    [InlineData("2001:0DB8:0:0:0:0:0:1", "2001:db8::1")]
    [InlineData("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1")]
    [InlineData("1:0:0:2:0:0:0:3", "1:0:0:2::3")]
    [InlineData(" 192.66.235.59 ", "192.66.235.59")]
    public void Ip_AnyForm_BecomesTheNormalOne(string raw, string expected) => Assert.Equal(expected, Write(new IpForm(), raw));

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

    private static string? Write(TextForm form, string raw)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(raw);
        byte[] place = new byte[form.Room(bytes.Length)];
        int written = form.Write(bytes, place);
        return written < 0 ? null : Encoding.UTF8.GetString(place.AsSpan(0, written));
    }
}
