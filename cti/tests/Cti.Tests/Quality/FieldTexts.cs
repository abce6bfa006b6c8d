using Cti.Records;

namespace Cti.Tests.Quality;

/// <summary>Field texts as raw data has them: mostly good, in every permitted form, often odd, sometimes wrong.</summary>
internal static class FieldTexts
{
    private static readonly string[] Spaces = ["", "", "", "", " ", "\t ", "\u00A0", "\u2003", "\r\n", "\u200B"];
    private static readonly string[] Ids =
    [
        "d24173d9-b062-49a7-a856-74c89dcab4a4", "D24173D9-B062-49A7-A856-74C89DCAB4A4", "{d24173d9-b062-49a7-a856-74c89dcab4a4}", "d24173d9b06249a7a85674c89dcab4a4",
        "d24173d9-b062-49a7-a856-74c89dcab4ag", "d24173d9-b062-49a7-a856+74c89dcab4a4", "00000000-0000-0000-0000-000000000000", "d24173d9-b062-49a7-a856-74c89dcab4a", "+24173d9-b062-49a7-a856-74c89dcab4a4",
        "0x4173d9-b062-49a7-a856-74c89dcab4a4", "d24173d9-b062-49a7-a856-74c89dcab4é",
    ];

    private static readonly string[] Times =
    [
        "2021-03-31", "2021-02-29", "2020-02-29", "0001-01-01", "0000-01-01", "9999-12-31", "2021-13-01", "2021-00-10", "2021-04-31", "21-04-01", "2021/04/01", "1969-12-31T23:59:59.999999Z",
        "2021-04-01 10:11:12", "2021-04-01T10:11:12", "2021-04-01T10:11:12Z", "2021-04-01T10:11:12.1", "2021-04-01 10:11:12.123456Z", "2021-04-01 10:11:12.1234567", "2021-04-01 10:11:12.",
        "2021-04-01T24:00:00", "2021-04-01T23:60:00", "2021-04-01T23:59:60", "2021-04-01T10:11", "2021-04-01T10:11:12+02:00", "2021-04-01T00:11:12-14:00", "2021-04-01T00:11:12+14:01",
        "2021-04-01T00:11:12+15:00", "2021-04-01 10:11:12 +02:00", "2021-04-01T10:11:12z", "2021-04-01t10:11:12", "0001-01-01T00:00:00+01:00", "9999-12-31T23:59:59-01:00", "2021-04-01T1:11:12", "2021-04-0１",
        "2021-04-01T10:11:12+0200", "2021-04-01Z", "9999-12-31T23:59:59.999999Z", "2000-02-29 00:00:00.000001+00:00",
    ];

    private static readonly string[] Emails =
    [
        "debbiegarcia@miller.info", "User.Name@Mail.Example.COM", "a@b.c", "@b.c", "a@b", "a@.c", "a@b.", "a@b..c", "a@@b.c", "a b@c.d", "a@b c.d", "a@b.c@d", "müller@straße.de", "ÀÉ@x.fr", ".a.@b.c",
        "averyveryverylonglocalpart@somewhere.example.org", "exactlysixteen@a.b", "sixteenchars@a.b", "a\t@b.cdefghijklmnop", "abcdefghijklmnop@qrstuvwxyz.abc", "abcdefghijklmnopq@rstuvwxyz.abc", "abcdefghijklmnop@.qrstuvwxyz.ab", "İ@x.tr",
    ];

    private static readonly string[] Ips =
    [
        "192.66.235.59", "0.0.0.0", "255.255.255.255", "256.1.1.1", "1.2.3", "1.2.3.4.5", "01.2.3.4", "1.2.3.04", "1.2.3.", ".1.2.3", "1..2.3", "1.2.3.4/8", "2001:db8::1", "2001:0DB8:0:0:0:0:0:1", "::", "::1", "::ffff:1.2.3.4",
        "fe80::1%eth0", "[::1]", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", "2001:db8::1/64", "::ffff:1.2.3.04", "::12345", "1:0:0:2:0:0:0:3", "1.2.3.4444", "a.b.c.d", "１.2.3.4", "2001:db8:0:1:1:1:1:1",
    ];

    private static readonly string[] Lists =
    [
        "['Mr', 'eat', 'PM']", "['a']", "[]", "", "[ ]", "a, b , c", "a,,b", "[\"a\", \"b\"]", "[\"a\",null]", "['it\\'s', \"it's\"]", "['a', 'b'", "'a', 'b'", "['a' 'b']", "['a',]", "[a, b]", "['\\u00e9', '\\x41', '\\n']", "['é', '日本']",
        "['a\"b']", "['a\\\\b']", "['']", "['a'],", "[['a']]", "['a', [1]]", "['a,b', 'c']", "[1, 2]", "['tab\t']", "['a']]", "['a\\q']", "[\"a\\u0001\"]", "['\\ud800']", "['x','y' , 'z']", "[", "]", "[,]", "['a',,'b']",
    ];

    private static readonly string[] Words = ["Palau", "palau", "CÔTE d'Ivoire", "Åland", "visit", "VISIT", "ΑΣ", "ß", "İ", "x", "", "日本", new('y', 64), new('y', 65), new('é', 32), new('é', 33), "K"];
    private static readonly string[] Codes = ["1", "I01", "PRD1", "0", "00", "007", "-1", "+1", "1.0", "a b", "P_1-x", "_x", "é1", "1a", "", new('9', 64), new('9', 65), "I٣"];

    private static readonly string[] Objects = ["{}", "{\"plan\":\"pro\"}", "{\"a\":[1,{\"b\":\"é\"}]}", new('x', 65_536)];

    /// <summary>One row for a dataset; only fields of JSON may be missing.</summary>
    public static string?[] Row(Dataset dataset, Random random) =>
        [.. dataset.RawFields.Select(field => dataset.Json is not null && random.Next(30) == 0 ? null : Text(field, random))];

    private static string Text(string field, Random random)
    {
        string text = field switch
        {
            "id" => random.Next(8) == 0 ? Pick(Ids, random) : new Guid(Enumerable.Range(0, 16).Select(_ => (byte)random.Next(256)).ToArray()).ToString(),
            "timestamp" or "receivedAt" or "sentAt" or "originalTimestamp" or "traits.created_at" or "properties.created_at" => random.Next(4) == 0 ? Pick(Times, random) : $"2021-04-{random.Next(1, 31):D2}",
            "traits.email" or "email" => random.Next(4) == 0 ? Pick(Emails, random) : $"user{random.Next(100_000)}@host{random.Next(50)}.example.org",
            "ip" => random.Next(4) == 0 ? Pick(Ips, random) : $"{random.Next(256)}.{random.Next(256)}.{random.Next(256)}.{random.Next(256)}",
            "tags" => random.Next(4) == 0 ? Pick(Lists, random) : $"['{random.Next(500)}', 'w{random.Next(500)}']",
            "uri" => random.Next(20) == 0 ? new string('u', random.Next(2040, 2056)) : Pick(Words, random) + random.Next(20),
            "Key" or "Data" => random.Next(3) == 0 ? Pick(Words, random) : $"Value {random.Next(3_000)}",
            "interaction_id" or "user_id" or "product_id" => random.Next(6) == 0 ? Pick(Codes, random) : random.Next(1, 2_000).ToString(System.Globalization.CultureInfo.InvariantCulture),
            "messageId" or "userId" or "properties.id" or "properties.author" or "properties.user_id" =>
                random.Next(20) == 0 ? Pick(Words, random) + new string('i', random.Next(120, 260)) : $"id-{random.Next(100_000)}",
            "traits.*" => random.Next(20) == 0 ? Pick(Objects, random) : Objects[1],
            _ => random.Next(6) == 0 ? Pick(Words, random) : "visit",
        };
        return random.Next(6) == 0 ? Pick(Spaces, random) + text + Pick(Spaces, random) : text;
    }

    private static string Pick(string[] texts, Random random) => texts[random.Next(texts.Length)];
}
