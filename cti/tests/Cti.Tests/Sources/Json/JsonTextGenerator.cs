using System.Text;

namespace Cti.Tests.Sources.Json;

/// <summary>Objects as producers write them, and what their fields are: any white space, escapes or none, text that looks like structure.</summary>
internal sealed class JsonTextGenerator(Random random)
{
    private static readonly string[] Pieces =
    [
        "a}{b", "}{", "{\"a\":1}", "\"", "\\", "\\\\", "\\\"", "\n", "\t", "é", "日本", "😀", "👩‍👧", "}\n{", "x", " ", "", "/", "\u0001", "\u2028", "]", "[{", ",", ":", "null", "\\u0041",
    ];

    /// <summary>The fields of <see cref="JsonRun.DefaultFields"/> of the object made last.</summary>
    public string?[] Fields { get; private set; } = [];

    /// <summary>One object.</summary>
    public string Object()
    {
        string a = Text();
        string? b = random.Next(3) == 0 ? null : Text();
        string number = random.Next(-1000, 1000).ToString(System.Globalization.CultureInfo.InvariantCulture) + (random.Next(2) == 0 ? ".5" : "");
        string item = Text();
        string member = Text();
        List<string> members =
        [
            Member("a", Quoted(a)), Member("b", b is null ? "null" : Quoted(b)), Member("c", $"{{{Space()}{Member("d", number)}{Space()}}}"),
            Member("list", $"[{Space()}{Quoted(item)}{Space()},{Space()}{{}}{Space()}]"), Member("open", $"{{{Space()}{Member("m}{", Quoted(member))}{Space()}}}"),
            Member("ignored", $"{{\"x\":[1,{{\"y\":{Quoted(Text())}}}]}}"),
        ];
        string?[] fields = [a, b, number, $"[{Compact(item)},{{}}]", $"{{\"m}}{{\":{Compact(member)}}}"];
        random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(members));
        Fields = fields;
        return $"{{{Space()}{string.Join($"{Space()},{Space()}", members)}{Space()}}}";
    }

    /// <summary>A text of odd pieces.</summary>
    public string Text() => string.Concat(Enumerable.Range(0, random.Next(5)).Select(_ => Pieces[random.Next(Pieces.Length)]));

    private string Member(string name, string value) => $"{Quoted(name)}{Space()}:{Space()}{value}";

    private string Space() => random.Next(6) == 0 ? new[] { " ", "\n", "\r\n", "\t", "  " }[random.Next(5)] : "";

    /// <summary>As JSON, each character escaped where it must be and by chance where it may be.</summary>
    private string Quoted(string text)
    {
        StringBuilder json = new("\"");
        foreach (char character in text)
        {
            bool must = character is '"' or '\\' or < ' ';
            if (must && character is '"' or '\\' && random.Next(2) == 0)
                json.Append('\\').Append(character);
            else if (must || (random.Next(5) == 0 && !char.IsSurrogate(character)))
                json.Append(System.Globalization.CultureInfo.InvariantCulture, $"\\u{(int)character:X4}");
            else
                json.Append(character);
        }

        return json.Append('"').ToString();
    }

    /// <summary>As compact JSON holds it: only what must be is escaped.</summary>
    private static string Compact(string text) => "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal).Replace("\u0001", "\\u0001", StringComparison.Ordinal) + "\"";
}
